import { readFileSync } from "node:fs";
import { join, relative } from "node:path";

import type { Manifest } from "../../../src/manifest.ts";

/** An item of `configMapGenerator`. */
export interface Generator {
  name: string;
  namespace?: string;
  /** What becomes of the ConfigMap of that name that a resource has brought. */
  behavior?: "create" | "merge" | "replace";
  files?: string[];
  envs?: string[];
  literals?: string[];
}

export const KNOWN_OF_GENERATOR = ["name", "namespace", "behavior", "files", "envs", "literals"];

export interface Generated {
  configMap: Manifest;
  /** Every file that was read. */
  files: string[];
}

/** The ConfigMap that a generator makes, before its name gets a hash. */
export function generate(generator: Generator, directory: string, root: string): Generated {
  const { name, namespace, files = [], envs = [], literals = [] } = generator;
  const read = (file: string) => readFileSync(join(directory, file), "utf8");
  const settings = envs.flatMap((file) => read(file).split("\n").filter(isSetting));
  const data = Object.fromEntries([
    ...files.map((file) => [file, read(file)]),
    ...[...settings, ...literals].map(keyAndValue),
  ]) as Record<string, string>;
  const metadata = { name, ...(namespace !== undefined && { namespace }) };
  const file = relative(root, join(directory, "kustomization.yaml"));
  return {
    configMap: { apiVersion: "v1", kind: "ConfigMap", metadata, data, file },
    files: [...files, ...envs].map((one) => relative(root, join(directory, one))),
  };
}

/** Puts a generated ConfigMap among the manifests as its `behavior` says. */
export function place(manifests: Manifest[], configMap: Manifest, { name, behavior = "create" }: Generator): void {
  if (behavior === "create") {
    manifests.push(configMap);
    return;
  }
  const there = manifests.find(({ kind, metadata }) => kind === "ConfigMap" && metadata.name === name);
  if (there === undefined) throw new Error(`${configMap.file}: there is no ConfigMap ${name} to ${behavior}`);
  there.data = { ...(behavior === "merge" && there.data), ...configMap.data };
}

const isSetting = (line: string): boolean => line.trim() !== "" && !line.startsWith("#");
const keyAndValue = (line: string): string[] => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)];
