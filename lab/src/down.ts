/** `lab/down`: removes what `lab/up` created. */
import { currentContext, openCluster, readFlags, runCommand, say } from "./command.ts";
import { createLab } from "./create-lab.ts";
import { remove } from "./remove.ts";

const USAGE = `usage: lab/down --yes [--keep-data]
Removes what lab/up made from the cluster of the current kube context.`;

await runCommand(async () => {
  const flags = readFlags(USAGE, {
    yes: "required: removes everything, including Rocket.Chat's and GitLab's data",
    "keep-data": "keeps volumes, Secrets and their namespaces; lab/up continues with them",
  });
  if (flags === undefined) return;
  const config = currentContext();
  if (!flags.has("yes")) throw new Error(`this removes the lab from that cluster. To confirm: lab/down --yes`);
  const cluster = await openCluster(config);
  const { render, folders, patience } = createLab(cluster, say);
  await remove({ cluster, render, folders, patience: patience.start, keepData: flags.has("keep-data") });
});
