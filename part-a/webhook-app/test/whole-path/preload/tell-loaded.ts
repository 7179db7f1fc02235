import { registerHooks } from "node:module";

/** Says on stderr which module is loaded, a line each. */
registerHooks({
  load(url, context, nextLoad) {
    process.stderr.write(`loads ${url}\n`);
    return nextLoad(url, context);
  },
});
