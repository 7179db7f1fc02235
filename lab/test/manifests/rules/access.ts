import type { Manifest } from "../../../src/manifest.ts";
import { idOf, isClusterWide } from "../support/manifest.ts";
import type { Rule } from "./rule.ts";

interface Policy {
  apiGroups: string[];
  resources: string[];
  verbs: string[];
}

const policiesOf = (manifest: Manifest) => (manifest as unknown as { rules?: Policy[] }).rules ?? [];

function roles(name: string, breaks: (policy: Policy) => boolean): Rule {
  return {
    name,
    find: (manifests) =>
      manifests
        .filter(({ kind }) => kind === "Role" || kind === "ClusterRole")
        .filter((manifest) => policiesOf(manifest).some(breaks))
        .map(idOf),
  };
}

export const accessRules: Rule[] = [
  roles("no wildcard in a Role", ({ apiGroups, resources, verbs }) =>
    [...apiGroups, ...resources, ...verbs].includes("*"),
  ),
  roles("no right to Secrets", ({ resources }) => resources.includes("secrets")),
  roles(
    "no right to make Pods",
    ({ resources, verbs }) => resources.some((resource) => resource.startsWith("pods")) && verbs.includes("create"),
  ),
  {
    name: "no right in the whole cluster",
    find: (manifests) =>
      manifests.filter((manifest) => isClusterWide(manifest) && manifest.kind !== "Namespace").map(idOf),
  },
  {
    name: "a ServiceAccount hands out no token by itself",
    find: (manifests) =>
      manifests
        .filter(({ kind }) => kind === "ServiceAccount")
        .filter(
          (manifest) =>
            !("automountServiceAccountToken" in manifest && manifest.automountServiceAccountToken === false),
        )
        .map(idOf),
  },
];
