import { kubectl } from "./kubectl.ts";

/** Every namespace that the checks make. The monitoring's is left: it may be the cluster's own. */
const NAMESPACES = ["webhook-app", "rocket-chat", "ci-deploy", "alert-receiver", "gitlab", "ci-build", "node-registry"];

/**
 * @throws Error when there is a Rocket.Chat that is not the sandbox: the checks would replace it, and in the end remove
 *   what lives beside it
 */
export async function expectNoRealRocketChat(): Promise<void> {
  const name = ["-n", "rocket-chat", "get", "deployment/rocket-chat", "--ignore-not-found"];
  const containers = await kubectl([...name, "-o", "jsonpath={.spec.template.spec.containers[*].name}"]);
  if (containers === "" || containers === "sandbox") return;
  throw new Error("this cluster has a Rocket.Chat of its own: choose another context (kubectl config use-context)");
}

/** Removes all that the checks have made but what they applied to the namespace monitoring. */
export async function removeAll(): Promise<string> {
  await kubectl(["delete", "namespace", ...NAMESPACES, "--ignore-not-found", "--timeout=180s"]);
  return `namespaces ${NAMESPACES.join(", ")}`;
}
