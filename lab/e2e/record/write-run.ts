import { mkdir, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { ROOT } from "../../src/repository.ts";
import type { ScalingRun } from "../load/scaling-run.ts";
import { draw } from "../plot/draw.ts";
import type { Result } from "../check.ts";
import { row, type RunRecord, tenth } from "./record.ts";
import { reportText } from "./report-text.ts";
import { versions } from "./versions.ts";

/** Writes the scaling's report, samples and pictures; returns where. */
export async function writeRun(
  folder: string,
  results: readonly Result[],
  scaling: ScalingRun,
  dashboard: RunRecord["dashboard"],
): Promise<string> {
  const { autoscaler, sampler } = scaling;
  const metrics = Object.keys(autoscaler.targets);
  const loads = scaling.loads.map(({ name, perSecond, began, ended, acknowledged }) => {
    return { name, perSecond, began: tenth(began), ended: tenth(ended), acknowledged };
  });
  const samples = sampler.samples.map((sample) => row(sample, metrics));
  const marks = sampler.marks.map(({ at, text }) => ({ at: tenth(at), text }));
  const record: RunRecord = { autoscaler, loads, marks, metrics, samples, dashboard };
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "samples.json"), jsonLines(record));
  await writeFile(join(folder, "report.md"), reportText(record, results, await versions()));
  await draw(folder);
  return relative(ROOT, folder);
}

/** One line for each row and series, so that git shows changes and the file stays small. */
function jsonLines(record: RunRecord): string {
  const text = JSON.stringify(record, undefined, 1);
  return `${text.replaceAll(/\[\s+((?:-?[\d.e+-]+|null)(?:,\s+(?:-?[\d.e+-]+|null))*)\s+\]/g, (_, row: string) => `[${row.replaceAll(/\s+/g, "")}]`)}\n`;
}
