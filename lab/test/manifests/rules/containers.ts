import type { Container } from "../support/pod-spec.ts";
import { containers, type Rule } from "./rule.ts";

const PROBES = ["startupProbe", "readinessProbe", "livenessProbe"] as const;
const RUNS_FOR_GOOD = new Set(["Deployment", "StatefulSet", "DaemonSet"]);
/** Not X_FILE, which names the file of a mounted Secret. */
const SECRET_NAME = /(PASS|SECRET|TOKEN|LICEN[CS]E|CREDENTIAL|PRIVATE|_KEY$)(?!.*_FILE$)/i;
/** user:password@ with a password that is no reference to a variable. */
const URL_WITH_PASSWORD = /:\/\/[^/:@]+:(?!\$\()[^@/]+@/;

function hasExactVersion(image: string): boolean {
  if (/@sha256:[0-9a-f]{64}$/.test(image)) return true;
  return /:[^/]*\d+\.\d+[^/]*$/.test(image);
}

/** Docker Hub's names have no host in front. */
const isOfOtherRegistry = (image: string): boolean => /^[^/]*[.:][^/]*\//.test(image);

function holdsSecret({ env = [] }: Container): boolean {
  return env.some(
    ({ name, value }) =>
      value !== undefined && ((SECRET_NAME.test(name) && !value.startsWith("$(")) || URL_WITH_PASSWORD.test(value)),
  );
}

function probesUnknownPort(container: Container): boolean {
  const ports = new Set((container.ports ?? []).flatMap(({ name = "", containerPort }) => [name, containerPort]));
  return PROBES.map((probe) => container[probe]?.httpGet ?? container[probe]?.tcpSocket).some(
    (target) => target !== undefined && !ports.has(target.port),
  );
}

export const containerRules: Rule[] = [
  containers("an exact version of the image", ({ image }) => !hasExactVersion(image)),
  containers("image from Docker Hub", ({ image }) => isOfOtherRegistry(image)),
  containers("CPU request", ({ resources }) => resources?.requests?.["cpu"] === undefined),
  containers("memory request", ({ resources }) => resources?.requests?.["memory"] === undefined),
  // Without it the scheduler takes a node's disk for endless, and the kubelet evicts whoever happens to be there.
  containers("ephemeral-storage request", ({ resources }) => resources?.requests?.["ephemeral-storage"] === undefined),
  containers("memory limit", ({ resources }) => resources?.limits?.["memory"] === undefined),
  containers(
    "startup, readiness and liveness probe",
    (container, { kind, pod }) =>
      RUNS_FOR_GOOD.has(kind) &&
      pod.containers.includes(container) &&
      PROBES.some((probe) => container[probe] === undefined),
  ),
  containers("probes ask a port that the container names", probesUnknownPort),
  containers("no secret in a literal", holdsSecret),
  containers("no variable twice", ({ env = [] }) => new Set(env.map(({ name }) => name)).size < env.length),
  containers("no SSH", ({ ports = [] }) => ports.some(({ containerPort }) => containerPort === 22)),
  containers("no Secret as a whole into the environment", ({ envFrom = [] }) =>
    envFrom.some(({ secretRef }) => secretRef !== undefined),
  ),
];
