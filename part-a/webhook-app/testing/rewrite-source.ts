/**
 * Loaded into the service with `node --import`: removes a safety from its source while it is loaded, for the controls.
 * REWRITES is JSON of `Rewrite[]`. Reports on stderr what it rewrote, so that a control can never silently do nothing.
 */
import { writeSync } from "node:fs";
import { registerHooks } from "node:module";

export interface Rewrite {
  /** The end of the file's path. */
  file: string;
  from: string;
  to: string;
}

const rewrites = JSON.parse(process.env["REWRITES"] ?? "") as Rewrite[];

registerHooks({
  load(url, context, nextLoad) {
    const loaded = nextLoad(url, context);
    const wanted = rewrites.filter(({ file }) => url.endsWith(`/${file}`));
    if (wanted.length === 0) return loaded;
    return { ...loaded, source: wanted.reduce(rewrite, textOf(loaded.source)) };
  },
});

function rewrite(source: string, { file, from, to }: Rewrite): string {
  if (source.split(from).length !== 2) throw new Error(`${file} does not hold exactly once: ${from}`);
  writeSync(2, `rewrote ${file}\n`);
  return source.replace(from, () => to);
}

function textOf(source: string | NodeJS.TypedArray | ArrayBuffer | undefined | null): string {
  return typeof source === "string" ? source : new TextDecoder().decode(source ?? undefined);
}
