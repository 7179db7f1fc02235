import { registerHooks } from "node:module";
import { isMainThread } from "node:worker_threads";

/**
 * Loaded into the service by `node --import`: sends its process SIGTERM when the module is loaded whose path ends as STOP_AT
 * says, or at once when it says nothing, before the first line of the service.
 */
const at = process.env["STOP_AT"] ?? "";
const stop = () => process.kill(process.pid, "SIGTERM");

if (isMainThread && at === "") stop();
if (isMainThread && at !== "") {
  registerHooks({
    load(url, context, nextLoad) {
      if (url.endsWith(at)) stop();
      return nextLoad(url, context);
    },
  });
}
