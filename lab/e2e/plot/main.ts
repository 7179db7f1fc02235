/** Draws the pictures of recorded runs again: `node e2e/plot/main.ts ../docs/runs/DAY...` */
import { draw } from "./draw.ts";

const folders = process.argv.slice(2);
if (folders.length === 0) throw new Error("which run? give a folder with a samples.json, such as docs/runs/2026-11-29");
for (const folder of folders) await draw(folder);
