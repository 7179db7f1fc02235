import { readdirSync, statSync } from "node:fs";
import { join, relative } from "node:path";

import { ROOT } from "../../../src/repository.ts";
import type { Manifest } from "../../../src/manifest.ts";
import { readKustomization, type Rendered } from "./kustomization.ts";

/** Where `kubectl apply -k` is pointed at. */
const FOLDERS = ["part-a/k8s-manifests", "part-a/webhook-app/k8s-overlays/lab"];

export const rendered: Record<string, Rendered> = Object.fromEntries(
  FOLDERS.map((folder) => [folder, readKustomization(join(ROOT, folder), ROOT)]),
);

/** All objects of the repository: references between the folders are followed. */
export const manifests: Manifest[] = Object.values(rendered).flatMap((part) => part.manifests);

/** Every file of the folder, relative to the repository. */
export function filesUnder(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .map((file) => join(ROOT, folder, file))
    .filter((file) => statSync(file).isFile())
    .map((file) => relative(ROOT, file));
}
