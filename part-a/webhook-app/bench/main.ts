import { loadavg } from "node:os";
import { readCommandLine } from "../testing/read-command-line.ts";
import { readArguments, usage } from "./arguments.ts";
import type { Figure } from "./figure.ts";
import { assertWrkIsThere } from "./load/wrk.ts";
import { describeMachine } from "./machine.ts";
import { ROWS } from "./rows.ts";
import { renderTable } from "./table.ts";
import { createWorkbench } from "./workbench.ts";

const names = ROWS.map(({ name }) => name);
const { only, effort } = readCommandLine(usage(names), (args) => readArguments(args, names));
await assertWrkIsThere();
await using bench = createWorkbench(effort);

const machine = describeMachine(bench.directory);
const figures: Figure[] = [];
for (const { name, measure } of ROWS) {
  if (only && !only.includes(name)) continue;
  process.stderr.write(`${name} (load average ${loadavg()[0]?.toFixed(2)}) …\n`);
  try {
    figures.push(...(await measure(bench)));
  } catch (error) {
    process.stderr.write(`${String(error)}\n`);
    figures.push({ what: name, value: "failed", from: String(error).split("\n", 1)[0] ?? "" });
    process.exitCode = 1;
  }
}
process.stdout.write(`${machine}.\n\n${renderTable(figures)}\n`);
