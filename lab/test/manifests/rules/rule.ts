import type { Manifest } from "../../../src/manifest.ts";
import { containersOf, type Workload, workloadsOf } from "../support/manifest.ts";
import type { Container } from "../support/pod-spec.ts";

export interface Rule {
  name: string;
  /** The objects (or containers) that break it, as they are named in exceptions.ts. */
  find: (manifests: Manifest[]) => string[];
}

/** A rule that each container must keep. Jobs are told apart by the caller, from the workload's kind. */
export function containers(name: string, breaks: (container: Container, workload: Workload) => boolean): Rule {
  return {
    name,
    find: (manifests) =>
      workloadsOf(manifests).flatMap((workload) =>
        containersOf(workload)
          .filter((container) => breaks(container, workload))
          .map((container) => `${workload.id}/${container.name}`),
      ),
  };
}

/** A rule that each object which makes Pods must keep. */
export function workloads(name: string, breaks: (workload: Workload, manifests: Manifest[]) => boolean): Rule {
  return {
    name,
    find: (manifests) =>
      workloadsOf(manifests)
        .filter((workload) => breaks(workload, manifests))
        .map(({ id }) => id),
  };
}
