import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { RunRecord } from "../record/record.ts";
import { dashboardPicture } from "./dashboard-picture.ts";
import { scalingPicture } from "./scaling-picture.ts";

/**
 * Draws a run's pictures from its samples.json.
 *
 * @throws Error if there is none in the folder
 */
export async function draw(folder: string): Promise<void> {
  const record = JSON.parse(await readFile(join(folder, "samples.json"), "utf8")) as RunRecord;
  await writeFile(join(folder, "scaling.svg"), scalingPicture(record));
  await writeFile(join(folder, "dashboard.svg"), dashboardPicture(record));
}
