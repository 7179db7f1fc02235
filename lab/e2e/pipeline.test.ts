import { check, RUN } from "./check.ts";
import { buildJob } from "./checks/build-job.ts";
import { pulledByTheNode } from "./checks/build-job-pulled.ts";
import { narrowAccount } from "./checks/deploy-job-rights.ts";
import { deployed, rolledBack } from "./checks/deploy-job.ts";
import { releaseJob } from "./checks/release-job.ts";
import { type HandOver, prepareHandOver } from "./ci/hand-over.ts";
import type { Logins } from "./ci/registry-login.ts";
import { prepareSurroundings } from "./ci/surroundings.ts";

// The pipeline's jobs in the Pods that their runners would create, from a push to the registry to a rollback.

let logins: Logins;
let handOver: HandOver;
let image: string;
let version: string;

check("the jobs' namespaces, the registry and the nodes' way to it are there", async () => {
  logins = await prepareSurroundings();
  return "part-a/k8s-manifests, with a registry in GitLab's place";
});
check("the build job pushes an image, twice, the second time from its cache", async () => {
  handOver = prepareHandOver(logins.job, process.env["IMAGE_PUSHER"]);
  return (image = await buildJob(RUN, logins.job, handOver));
});
check("the release job pushes both architectures, with provenance and SBOM", async () => {
  const [released, seen] = await releaseJob(RUN, logins.job, handOver);
  version = released;
  return seen;
});
check("the node pulls them by that name, with a deploy token only; the version is the tag's", () =>
  pulledByTheNode(RUN, image, version, logins.deployToken),
);
check("the deploy job rolls it out, and changed settings with it", () => deployed(RUN, image));
check("the deploy job rolls a broken image back; nothing is lost", () => rolledBack(RUN, image));
check("the deploy job's account can do nothing else", () => narrowAccount(RUN));
