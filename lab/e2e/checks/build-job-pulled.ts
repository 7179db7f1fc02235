import assert from "node:assert/strict";
import { createPullSecret, type Login } from "../ci/registry-login.ts";
import { apply, kubectl } from "../kubectl.ts";
import { until } from "../until.ts";

/** Without the deploy token's Secret the node is refused the image; with it, it pulls by the name that builds push to. */
export async function pulledByTheNode(run: string, image: string, deployToken: Login): Promise<string> {
  const pull = (name: string, secrets: object[]) =>
    apply({
      apiVersion: "v1",
      kind: "Pod",
      metadata: { namespace: "webhook-app", name, labels: { "app.kubernetes.io/name": "pull" } },
      spec: {
        restartPolicy: "Never",
        automountServiceAccountToken: false,
        imagePullSecrets: secrets,
        securityContext: { runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } },
        containers: [
          {
            name: "pull",
            image,
            imagePullPolicy: "Always",
            args: ["--version"],
            securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } },
          },
        ],
      },
    });
  const events = (name: string, reason: string) => {
    const selector = `--field-selector=involvedObject.name=${name},reason=${reason}`;
    return kubectl(["-n", "webhook-app", "get", "events", selector, "-o", "jsonpath={.items[*].message}"]);
  };
  await pull(`${run}-anonymous`, []);
  const refusal = await until("the anonymous pull to be refused", 60, async () => {
    return (await events(`${run}-anonymous`, "Failed")) || undefined;
  });
  assert.match(refusal, /401|authoriz|denied|credentials/i);
  await createPullSecret("webhook-app", "registry-pull", deployToken);
  await pull(`${run}-pull`, [{ name: "registry-pull" }]);
  const pulled = await until("the node to pull the image", 90, async () => {
    return (await events(`${run}-pull`, "Pulled")) || undefined;
  });
  await kubectl(["-n", "webhook-app", "delete", "pod", `${run}-anonymous`, `${run}-pull`, "--grace-period=1"]);
  return pulled.split("\n", 1)[0] ?? "";
}
