import type { KubernetesObject } from "@kubernetes/client-node";

/** The repository's own folder. */
export const ROOT = new URL("../../", import.meta.url).pathname;

/** Renders a folder that has a kustomization.yaml. */
export type Render = (folder: string) => Promise<KubernetesObject[]>;

/** The folders with manifests. */
export interface Folders {
  /** Rocket.Chat, GitLab and what belongs to them. */
  around: string;
  /** The service, with the CronJobs that look after it. */
  service: string;
}

export const FOLDERS: Folders = {
  around: `${ROOT}part-a/k8s-manifests`,
  service: `${ROOT}part-a/webhook-app/k8s-overlays/lab`,
};
