import { buildJob } from "./checks/build-job.ts";
import { pulledByTheNode } from "./checks/build-job-pulled.ts";
import { narrowAccount } from "./checks/deploy-job-rights.ts";
import { deployed, rolledBack } from "./checks/deploy-job.ts";
import { releaseJob } from "./checks/release-job.ts";
import { type HandOver, prepareHandOver } from "./ci/hand-over.ts";
import type { Logins } from "./ci/registry-login.ts";
import { prepareSurroundings } from "./ci/surroundings.ts";
import { report } from "./report.ts";

/**
 * The pipeline's jobs in the Pods that their runners would create, from a push to the registry to a rollback.
 *
 * @param pusher see prepareHandOver
 */
export async function checkPipeline(run: string, pusher: string | undefined): Promise<void> {
  let logins: Logins;
  let handOver: HandOver;
  let [image, version] = ["", ""];
  await report("the jobs' namespaces, the registry and the nodes' way to it are there", async () => {
    logins = await prepareSurroundings();
    return "part-a/k8s-manifests, with a registry in GitLab's place";
  });
  await report("the build job pushes an image, twice, the second time from its cache", async () => {
    handOver = prepareHandOver(logins.job, pusher);
    return (image = await buildJob(run, logins.job, handOver));
  });
  await report("the release job pushes both architectures, with provenance and SBOM", async () => {
    const [released, seen] = await releaseJob(run, logins.job, handOver);
    version = released;
    return seen;
  });
  await report("the node pulls them by that name, with a deploy token only; the version is the tag's", () =>
    pulledByTheNode(run, image, version, logins.deployToken),
  );
  await report("the deploy job rolls it out, and changed settings with it", () => deployed(run, image));
  await report("the deploy job rolls a broken image back; nothing is lost", () => rolledBack(run, image));
  await report("the deploy job's account can do nothing else", () => narrowAccount(run));
}
