import { expect, test } from "vitest";

import { idOf } from "./support/manifest.ts";
import { filesUnder, manifests, rendered } from "./support/repository.ts";

const folders = ["part-a/k8s-manifests", "part-a/webhook-app/k8s", "part-a/webhook-app/k8s-overlays/lab"];

test.each(folders)("%s: every file but a README is referenced by a kustomization.yaml", (folder) => {
  const referenced = new Set(Object.values(rendered).flatMap(({ files }) => files));
  const idle = filesUnder(folder).filter((file) => !referenced.has(file));
  expect(idle.filter((file) => !file.endsWith("/README.md"))).toEqual([]);
});

test("no object is there twice", () => {
  const ids = manifests.map(idOf);
  expect(ids.filter((id, index) => ids.indexOf(id) < index)).toEqual([]);
});

test("a file is called by the kind of its object", () => {
  const kebab = (kind: string) => kind.replaceAll(/(?<=[a-z])[A-Z]/g, "-$&").toLowerCase();
  const shortened: Record<string, string> = { HorizontalPodAutoscaler: "hpa" };
  const misnamed = manifests
    .filter(({ file }) => !file.endsWith("kustomization.yaml"))
    .filter(({ file, kind }) => !new RegExp(`/${shortened[kind] ?? kebab(kind)}(-[a-z-]+)?\\.yaml$`).test(file));
  expect(misnamed.map(({ file }) => file)).toEqual([]);
});

test("no Secret is kept in git", () => {
  expect(manifests.filter(({ kind }) => kind === "Secret").map(({ file }) => file)).toEqual([]);
});

test("every namespace enforces a Pod Security level", () => {
  const levels = manifests
    .filter(({ kind }) => kind === "Namespace")
    .map(({ metadata }) => [metadata.name, metadata.labels?.["pod-security.kubernetes.io/enforce"]]);
  expect(Object.fromEntries(levels)).toEqual({
    mongodb: "restricted",
    "rocket-chat": "restricted",
    gitlab: "baseline",
    "gitlab-runner": "restricted",
    "ci-build": "privileged",
    "ci-deploy": "restricted",
    "node-registry": "privileged",
    "webhook-app": "restricted",
  });
});
