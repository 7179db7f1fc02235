// Writes test/manifests/schemas/kubernetes-<version>.json: the strict JSON schemas of the kinds below, for two versions
// of Kubernetes, cut out of the Python package kubernetes-validate (Apache-2.0), which is made from Kubernetes' own
// OpenAPI documents. Descriptions are dropped. Run it by hand when a kind or a version is added:
//
//   pip download kubernetes-validate==1.37.0 --no-deps && unzip kubernetes_validate-*.whl -d /tmp/schemas
//   node scripts/cut-kubernetes-schemas.ts /tmp/schemas/kubernetes_validate/kubernetes-json-schema
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** The oldest supported version and the newest one. */
const VERSIONS = ["1.34", "1.37"];

const KINDS = [
  "v1.ConfigMap",
  "v1.Namespace",
  "v1.PersistentVolumeClaim",
  "v1.Service",
  "v1.ServiceAccount",
  "apiregistration.k8s.io/v1.APIService",
  "apps/v1.DaemonSet",
  "apps/v1.Deployment",
  "apps/v1.StatefulSet",
  "autoscaling/v2.HorizontalPodAutoscaler",
  "batch/v1.CronJob",
  "batch/v1.Job",
  "networking.k8s.io/v1.NetworkPolicy",
  "policy/v1.PodDisruptionBudget",
  "rbac.authorization.k8s.io/v1.ClusterRole",
  "rbac.authorization.k8s.io/v1.ClusterRoleBinding",
  "rbac.authorization.k8s.io/v1.Role",
  "rbac.authorization.k8s.io/v1.RoleBinding",
];

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
type Schemas = Record<string, Json>;

const REFERENCE = /^(?:.*_definitions\.json)?#\/\$defs\/(.+)$/;

/** Copies a schema without descriptions, makes its references local, and reports each name that it refers to. */
function cut(schema: Json, refersTo: (name: string) => void): Json {
  if (Array.isArray(schema)) return schema.map((item) => cut(item, refersTo));
  if (schema === null || typeof schema !== "object") return schema;
  return Object.fromEntries(
    Object.entries(schema)
      .filter(([key, value]) => !(key === "description" && typeof value === "string"))
      .map(([key, value]) => {
        const name = key === "$ref" && typeof value === "string" ? REFERENCE.exec(value)?.[1] : undefined;
        if (name === undefined) return [key, cut(value, refersTo)];
        refersTo(name);
        return [key, `#/$defs/${name}`];
      }),
  );
}

/** The definitions' name of a kind: io.k8s.api.apps.v1.Deployment for apps/v1.Deployment. */
function definitionName(kind: string, definitions: Schemas): string {
  const [, group = "core", version, name] = /^(?:(.*)\/)?(.*)\.(.*)$/.exec(kind) ?? [];
  // The aggregator's kinds are in its own repository.
  const owner = group === "apiregistration.k8s.io" ? "io.k8s.kube-aggregator.pkg.apis" : "io.k8s.api";
  const wanted = `${owner}.${group.split(".")[0]}.${version}.${name}`;
  if (!(wanted in definitions)) throw new Error(`${kind}: no ${wanted} among the definitions`);
  return wanted;
}

async function cutVersion(directory: string, version: string): Promise<void> {
  const file = join(directory, `v${version}.0-local-strict`, "_definitions.json");
  const definitions = (JSON.parse(await readFile(file, "utf8")) as { $defs: Schemas }).$defs;
  const kept: Schemas = {};
  const keep = (name: string): void => {
    const schema = definitions[name];
    if (schema === undefined) throw new Error(`${file} has no ${name}`);
    if (name in kept) return;
    kept[name] = {};
    kept[name] = cut(schema, keep);
  };
  const kinds = Object.fromEntries(
    KINDS.map((kind) => {
      const name = definitionName(kind, definitions);
      keep(name);
      return [kind, `#/$defs/${name}`];
    }),
  );
  const output = new URL(`../test/manifests/schemas/kubernetes-${version}.json`, import.meta.url);
  await writeFile(output, `${JSON.stringify({ kinds, $defs: kept })}\n`);
  console.log(`${output.pathname}: ${KINDS.length} kinds, ${Object.keys(kept).length} definitions`);
}

const [directory] = process.argv.slice(2);
if (directory === undefined) throw new Error("usage: cut-kubernetes-schemas.ts DIRECTORY (see the head of this file)");
for (const version of VERSIONS) await cutVersion(directory, version);
