import assert from "node:assert/strict";
import { type StartedJob, startJob } from "../ci/run-job.ts";
import type { KubectlError } from "../kubectl.ts";

/** What the job's account may not do; each is tried with its own token. */
const REFUSED = [
  ["get", "secrets"],
  ["get", "secret/webhook-app-secrets"],
  ["get", "configmaps"],
  ["patch", "configmap/postgresql-initdb", "--patch={}"],
  ["delete", "configmap/postgresql-initdb"],
  ["delete", "deployment/webhook-app"],
  ["scale", "deployment/webhook-app", "--replicas=0"],
  ["create", "deployment", "another", "--image=busybox"],
  ["patch", "statefulset/postgresql", "--patch={}"],
  ["delete", "pod", "--selector=app.kubernetes.io/name=webhook-app"],
  ["exec", "postgresql-0", "--", "true"],
  ["logs", "postgresql-0"],
  ["run", "another", "--image=busybox"],
  ["patch", "role/deploy", "--patch={}"],
  ["create", "token", "webhook-app"],
  ["get", "pods", "--namespace=ci-build"],
  ["create", "configmap", "another", "--namespace=ci-deploy"],
  ["get", "nodes"],
];

/** The account of deploy jobs has the rights of the Role and no other. */
export async function narrowAccount(run: string): Promise<string> {
  const job = await startJob("deploy", `${run}-3`);
  const answers = await Promise.all(REFUSED.map((command) => answerTo(job, command)));
  const allowed = REFUSED.filter((_, index) => !/forbidden/i.test(answers[index] ?? ""));
  assert.deepEqual(allowed, [], `not denied: ${JSON.stringify(answers)}`);
  await job.end();
  return `${REFUSED.length} attempts denied`;
}

function answerTo({ exec }: StartedJob, command: string[]): Promise<string> {
  return exec(["kubectl", "--namespace=webhook-app", ...command]).catch((error: KubectlError) => error.stderr);
}
