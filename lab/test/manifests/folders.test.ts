import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";

import { readKustomization } from "./support/kustomization.ts";
import type { Manifest } from "../../src/manifest.ts";
import { idOf } from "./support/manifest.ts";
import { ROOT } from "../../src/repository.ts";
import { filesUnder, manifests, rendered } from "./support/repository.ts";

const folders = ["part-a/k8s-manifests", "part-a/webhook-app/k8s", "part-a/webhook-app/k8s-overlays/lab"];

test.each(folders)("%s: every file but a README is referenced by a kustomization.yaml", (folder) => {
  const referenced = new Set(Object.values(rendered).flatMap(({ files }) => files));
  const idle = filesUnder(folder).filter((file) => !referenced.has(file));
  expect(idle.filter((file) => !file.endsWith("/README.md"))).toEqual([]);
});

test("no object exists twice", () => {
  const ids = manifests.map(idOf);
  expect(ids.filter((id, index) => ids.indexOf(id) < index)).toEqual([]);
});

test("a file is named after the kind of its object", () => {
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

/** What each `kubectl apply` under "Piece by piece" of part-a's README applies; `-k a # or b, c` is three. */
function pieces(): Manifest[][] {
  const [, commands = ""] =
    /^\*\*Piece by piece\*\*.*?^```sh\n(.*?)^```$/ms.exec(readFileSync(join(ROOT, "part-a/README.md"), "utf8")) ?? [];
  return [...commands.matchAll(/^kubectl apply -(\S) (\S+)(?: +# (?:or (.+)|.*))?$/gm)].flatMap(
    ([, by, path = "", others]) => {
      if (by === "f") return [[parse(readFileSync(join(ROOT, path), "utf8")) as Manifest]];
      const folders = [path, ...(others?.split(", ") ?? []).map((name) => join(path, "..", name))];
      return folders.map((folder) => readKustomization(join(ROOT, folder), ROOT).manifests);
    },
  );
}

test("piece by piece, each namespace exists before its objects, and in the end everything exists", () => {
  const there = new Set<string>();
  for (const piece of pieces()) {
    for (const { kind, metadata } of piece) if (kind === "Namespace") there.add(metadata.name);
    const homeless = piece.filter(({ metadata: { namespace } }) => namespace !== undefined && !there.has(namespace));
    expect(homeless.map(idOf)).toEqual([]);
  }
  expect(new Set(pieces().flat().map(idOf))).toEqual(new Set(manifests.map(idOf)));
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
