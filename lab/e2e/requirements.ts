import { access, constants } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { kubectl } from "./kubectl.ts";
import { expectOperator } from "./monitoring/set-up.ts";
import type { Part } from "./parts.ts";
import { expectOwnNamespaces, NAMESPACES } from "./removal.ts";

/** What this machine or the cluster must have. */
interface Requirement {
  what: string;
  /** The part that needs it; undefined: all. */
  part?: Part;
  /** @throws Error that says what is missing and what to do; undefined: the checks themselves show it */
  check?: () => Promise<unknown>;
}

const { IMAGE_LOADER, IMAGE_PUSHER, MONITORING_SETUP } = process.env;

/** All requirements, in one place: `--help` prints them, and a run checks them before it changes anything. */
const REQUIREMENTS: Requirement[] = [
  { what: "kubectl, and a cluster that answers in the current kube context", check: expectCluster },
  { what: "the rights of an administrator there", check: expectRights },
  {
    what: `no namespaces of your own that are called ${NAMESPACES.join(", ")}:\nthe checks replace what is in them, and remove them in the end`,
    check: expectOwnNamespaces,
  },
  { what: "a default StorageClass, for PostgreSQL's volume", check: expectStorageClass },
  { what: "a network plugin that enforces NetworkPolicies" },
  {
    what: "IMAGE_LOADER=kind (with docker), or a program that takes the options -t NAME --target STAGE FOLDER of `docker build`,\nbuilds and loads onto the nodes. Without it webhook-app:e2e and webhook-app-sandbox:e2e must be there",
    check: () => (IMAGE_LOADER === "kind" ? expectPrograms("kind", "docker") : expectPrograms(IMAGE_LOADER)),
  },
  {
    what: "the images of the manifests and of the jobs: on the nodes, or to be pulled (looked at once the images are built)",
  },
  {
    part: "scaling",
    what: "the Prometheus Operator with a Prometheus, an Alertmanager and kube-state-metrics in the namespace monitoring, or\nMONITORING_SETUP, a program that installs them: e2e/monitoring/install-charts does, where there is Helm and a way\nto its charts. An adapter that serves custom.metrics.k8s.io already is used as it is, and stays",
    check: () => (MONITORING_SETUP ? expectPrograms(MONITORING_SETUP) : expectOperator()),
  },
  { part: "pipeline", what: "nodes that let a user make user namespaces, for rootless BuildKit" },
  {
    part: "pipeline",
    what: "IMAGE_PUSHER, where builds in the cluster reach no public registry: a program that pushes an image (first argument)\nunder a name in the cluster's registry (second); REGISTRY_USER and REGISTRY_PASSWORD are its login there. The\npackages are then installed by npm here, and handed over",
    check: () => expectPrograms(IMAGE_PUSHER),
  },
];

/** The requirements of some parts, a paragraph each. */
export function requirementsText(parts: readonly Part[]): string {
  return requirementsOf(parts)
    .map(({ what, part }) => `- ${part ? `${part}: ` : ""}${what.replaceAll("\n", "\n  ")}\n`)
    .join("");
}

/** @throws Error about the first requirement that is not met, in one sentence */
export async function expectRequirements(parts: readonly Part[]): Promise<void> {
  for (const { check } of requirementsOf(parts)) await check?.();
}

function requirementsOf(parts: readonly Part[]): Requirement[] {
  return REQUIREMENTS.filter(({ part }) => part === undefined || parts.includes(part));
}

async function expectCluster(): Promise<void> {
  await expectPrograms("kubectl");
  await kubectl(["get", "--raw", "/readyz", "--request-timeout=10s"]).catch((error: Error) => {
    throw new Error(
      `no cluster answers in the current kube context (kubectl config current-context): ${error.message}`,
    );
  });
}

async function expectRights(): Promise<void> {
  const answer = await kubectl(["auth", "can-i", "*", "*", "--all-namespaces"]).catch(() => "no");
  if (answer.trim() !== "yes") throw new Error("the current kube context's user is no administrator of the cluster");
}

async function expectStorageClass(): Promise<void> {
  const template =
    '{{range .items}}{{index .metadata.annotations "storageclass.kubernetes.io/is-default-class"}} {{end}}';
  const isDefault = await kubectl(["get", "storageclasses", "-o", `go-template=${template}`]);
  if (!isDefault.includes("true"))
    throw new Error("the cluster has no default StorageClass, which PostgreSQL's volume needs");
}

/** @throws Error about the first program that is not there; undefined is not asked for */
async function expectPrograms(...programs: (string | undefined)[]): Promise<void> {
  for (const program of programs) {
    if (program === undefined || program === "") continue;
    const folders = program.includes("/") ? [""] : (process.env["PATH"] ?? "").split(delimiter);
    const found = await Promise.all(folders.map((folder) => isExecutable(join(folder, program))));
    if (!found.includes(true)) throw new Error(`${program} is no program that can be run: see make e2e ARGS=--help`);
  }
}

function isExecutable(file: string): Promise<boolean> {
  return access(file, constants.X_OK).then(
    () => true,
    () => false,
  );
}
