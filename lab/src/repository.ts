import type { KubernetesObject } from "@kubernetes/client-node";

/** The repository's root folder. */
export const ROOT = new URL("../../", import.meta.url).pathname;

/** Renders a folder that has a kustomization.yaml. */
export type Render = (folder: string) => Promise<KubernetesObject[]>;

/** The folders with manifests. */
export interface Folders {
  /** Rocket.Chat, GitLab and what they need. */
  around: string;
  /** The service, with its CronJobs. */
  service: string;
}

export const FOLDERS: Folders = {
  around: `${ROOT}part-a/k8s-manifests`,
  service: `${ROOT}part-a/webhook-app/k8s-overlays/lab`,
};
