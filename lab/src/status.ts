/** `lab/status`: one table of what works, and what to do about the rest. Changes nothing. */
import { currentContext, openCluster, readFlags, runCommand, say } from "./command.ts";
import { createLab } from "./create-lab.ts";
import { takeAllSteps } from "./lab.ts";
import { createStatus, formatTable } from "./status-table.ts";

await runCommand(async () => {
  const flags = readFlags("usage: lab/status\nShows which parts of the lab work. Exits with 1 if one does not.", {});
  if (flags === undefined) return;
  const { rows, take } = createStatus();
  await takeAllSteps(take, createLab(await openCluster(currentContext()), say));
  say(formatTable(rows));
  if (rows.some(({ works }) => !works)) process.exitCode = 1;
});
