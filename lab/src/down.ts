/** `lab/down`: removes what `lab/up` made. */
import { currentContext, openCluster, readFlags, runCommand, say } from "./command.ts";
import { createLab } from "./here.ts";
import { remove } from "./remove.ts";

const USAGE = `usage: lab/down --yes [--keep-data]
Removes what lab/up made from the cluster of the current kube context.`;

await runCommand(async () => {
  const flags = readFlags(USAGE, {
    yes: "needed: everything goes, Rocket.Chat's and GitLab's data included",
    "keep-data": "volumes and Secrets stay, and the namespaces with them; lab/up goes on with them",
  });
  if (flags === undefined) return;
  const config = currentContext();
  if (!flags.has("yes")) throw new Error(`this removes the lab from that cluster. If you mean it: lab/down --yes`);
  const cluster = await openCluster(config);
  const { render, folders, patience } = createLab(cluster, say);
  await remove({ cluster, render, folders, patience: patience.start, keepData: flags.has("keep-data") });
});
