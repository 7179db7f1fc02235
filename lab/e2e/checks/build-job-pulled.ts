import assert from "node:assert/strict";
import { createPullSecret, IMAGE, type Login } from "../ci/registry-login.ts";
import { apply, kubectl } from "../kubectl.ts";
import { until } from "../../src/until.ts";

const SECRET = "registry-pull";

/**
 * Without the deploy token's Secret the registry denies the node the image; with it, the node pulls by the name that
 * builds push to. The release, pulled by its version, reports that version.
 */
export async function pulledByTheNode(
  run: string,
  image: string,
  version: string,
  deployToken: Login,
): Promise<string> {
  const names = { anonymous: `${run}-anonymous`, pull: `${run}-pull`, release: `${run}-release` };
  await apply(pod(names.anonymous, image, []));
  const refusal = await until("the anonymous pull to be denied", 60, () => event(names.anonymous, "Failed"));
  assert.match(refusal, /401|authoriz|denied|credentials/i);

  await createPullSecret("webhook-app", SECRET, deployToken);
  await apply(pod(names.pull, image, [{ name: SECRET }]));
  const pulled = await until("the node to pull the image", 90, () => event(names.pull, "Pulled"));

  await apply(pod(names.release, `${IMAGE}:${version}`, [{ name: SECRET }]));
  const path = ["-n", "webhook-app", `pod/${names.release}`];
  await kubectl(["wait", ...path, "--for=jsonpath={.status.phase}=Succeeded", "--timeout=90s"]);
  assert.equal(await kubectl(["logs", ...path]), `${version}\n`, "what --version says");

  await kubectl(["-n", "webhook-app", "delete", "pod", ...Object.values(names), "--grace-period=1"]);
  return pulled.split("\n", 1)[0] ?? "";
}

/** Asks the service for its version. */
function pod(name: string, image: string, imagePullSecrets: object[]): object {
  const securityContext = { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } };
  const args = ["src/main.ts", "--version"];
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { namespace: "webhook-app", name, labels: { "app.kubernetes.io/name": "pull" } },
    spec: {
      restartPolicy: "Never",
      automountServiceAccountToken: false,
      imagePullSecrets,
      securityContext: { runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } },
      containers: [{ name: "pull", image, imagePullPolicy: "Always", args, securityContext }],
    },
  };
}

/** A Pod's event with this reason; undefined if there is none yet. */
async function event(name: string, reason: string): Promise<string | undefined> {
  const selector = `--field-selector=involvedObject.name=${name},reason=${reason}`;
  const path = "jsonpath={.items[*].message}";
  return (await kubectl(["-n", "webhook-app", "get", "events", selector, "-o", path])) || undefined;
}
