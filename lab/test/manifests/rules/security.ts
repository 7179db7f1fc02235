import type { Workload } from "../support/manifest.ts";
import type { Container, SecurityContext } from "../support/pod-spec.ts";
import { containers, type Rule, workloads } from "./rule.ts";

/** A container's own setting, else the Pod's. */
const effective = <Key extends "runAsNonRoot" | "runAsUser" | "seccompProfile">(
  key: Key,
  container: Container,
  workload: Workload,
): SecurityContext[Key] | undefined => container.securityContext?.[key] ?? workload.pod.securityContext?.[key];

export const securityRules: Rule[] = [
  containers("not privileged", ({ securityContext }) => securityContext?.privileged === true),
  containers("no privilege escalation", ({ securityContext }) => securityContext?.allowPrivilegeEscalation !== false),
  containers("read-only root file system", ({ securityContext }) => securityContext?.readOnlyRootFilesystem !== true),
  containers(
    "all capabilities dropped",
    ({ securityContext }) => securityContext?.capabilities?.drop?.includes("ALL") !== true,
  ),
  containers("no capability added", ({ securityContext }) => (securityContext?.capabilities?.add ?? []).length > 0),
  containers(
    "not root",
    (container, workload) =>
      effective("runAsNonRoot", container, workload) !== true || effective("runAsUser", container, workload) === 0,
  ),
  containers(
    "the runtime's seccomp profile",
    (container, workload) => effective("seccompProfile", container, workload)?.type !== "RuntimeDefault",
  ),
  workloads(
    "no namespace of the host",
    ({ pod }) => pod.hostNetwork === true || pod.hostPID === true || pod.hostIPC === true,
  ),
  workloads("no path of the host", ({ pod }) => (pod.volumes ?? []).some(({ hostPath }) => hostPath !== undefined)),
  workloads("no ServiceAccount token", ({ pod }) => pod.automountServiceAccountToken !== false),
  workloads("its own ServiceAccount", ({ pod }) => (pod.serviceAccountName ?? "default") === "default"),
];
