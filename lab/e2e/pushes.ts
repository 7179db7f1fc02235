import { apply, kubectl } from "./kubectl.ts";
import { until } from "../src/until.ts";

/** The report of one run of the client in the cluster, see manifests/client/send-pushes.ts. */
export interface Sent {
  /** Epoch seconds of the first and the last push. */
  began: number;
  ended: number;
  acknowledged: number;
  refused: number;
  retries: number;
  slowestMs: number;
  failures: Record<string, number>;
  answers: { status: string }[];
}

export interface Pushes {
  /** The run's name, from which its pushes' SHAs follow. Posting a run again repeats the same webhooks. */
  run: string;
  count: number;
  perSecond: number;
  prefer?: string;
  /** Where the client's Pod runs. */
  namespace?: string;
}

let jobs = 0;

/** Starts to post pushes from a Pod; the returned function waits for its end. */
export async function startPushes(pushes: Pushes): Promise<() => Promise<Sent>> {
  const namespace = pushes.namespace ?? "ci-deploy";
  const name = `client-${Date.now().toString(36)}-${(jobs += 1)}`;
  await apply(clientJob(name, namespace, pushes));
  const job = ["-n", namespace, `job/${name}`];
  return async () => {
    const seconds = Math.ceil(pushes.count / pushes.perSecond) + 180;
    const ended = await until(`the client's Job ${name}`, seconds, async () => {
      const path = "jsonpath={.status.conditions[?(@.status=='True')].type}";
      const conditions = await kubectl(["get", ...job, "-o", path]);
      return /Complete|Failed/.exec(conditions)?.[0];
    });
    const log = await kubectl(["logs", ...job]);
    if (ended === "Failed") throw new Error(`the client's Job ${name} failed: ${log.trim()}`);
    return JSON.parse(log) as Sent;
  };
}

function clientJob(name: string, namespace: string, { run, count, perSecond, prefer = "" }: Pushes): object {
  const env = {
    URL: "http://webhook-app.webhook-app.svc.cluster.local/webhooks/gitlab",
    RUN: run,
    COUNT: String(count),
    PER_SECOND: String(perSecond),
    PREFER: prefer,
  };
  const secretKeyRef = { name: "signing-token", key: "token" };
  const container = {
    name: "client",
    image: "webhook-app:e2e",
    args: ["/client/send-pushes.ts"],
    env: [
      ...Object.entries(env).map(([key, value]) => ({ name: key, value })),
      { name: "SIGNING_TOKEN", valueFrom: { secretKeyRef } },
    ],
    volumeMounts: [{ name: "client", mountPath: "/client" }],
    securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ["ALL"] } },
  };
  const spec = {
    restartPolicy: "Never",
    automountServiceAccountToken: false,
    securityContext: { runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } },
    containers: [container],
    volumes: [{ name: "client", configMap: { name: "client" } }],
  };
  return {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: { name, namespace },
    spec: { backoffLimit: 0, ttlSecondsAfterFinished: 600, template: { spec } },
  };
}
