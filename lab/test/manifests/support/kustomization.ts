import { readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { parse, parseAllDocuments } from "yaml";

import { keepInNamespace, type Manifest, setImage } from "./manifest.ts";

interface Generator {
  name: string;
  namespace?: string;
  files?: string[];
  envs?: string[];
}

interface Image {
  name: string;
  newName?: string;
  newTag?: string;
  digest?: string;
}

interface Kustomization {
  namespace?: string;
  resources?: string[];
  configMapGenerator?: Generator[];
  images?: Image[];
}

/** All that these folders need of kustomize. More would be read wrongly here, so it is refused. */
const KNOWN = ["apiVersion", "kind", "namespace", "resources", "configMapGenerator", "images"];
const KNOWN_OF_GENERATOR = ["name", "namespace", "files", "envs"];

export interface Rendered {
  manifests: Manifest[];
  /** Every file that was read, the kustomization files among them. */
  files: string[];
}

/**
 * Does what `kubectl kustomize` does, for the features above, without a kubectl. Names of generated ConfigMaps stay
 * without their hash.
 *
 * @param root files are named relative to it
 * @throws Error on a feature that it does not know, and on a file with other than one object
 */
export function readKustomization(directory: string, root: string): Rendered {
  const file = join(directory, "kustomization.yaml");
  const kustomization = parse(readFileSync(file, "utf8")) as Kustomization;
  refuseUnknown(kustomization, KNOWN, relative(root, file));
  const parts = (kustomization.resources ?? []).map((resource) => readResource(join(directory, resource), root));
  for (const generator of kustomization.configMapGenerator ?? []) parts.push(generate(generator, directory, root));
  const manifests = parts.flatMap((part) => part.manifests);
  for (const manifest of manifests) {
    if (kustomization.namespace !== undefined) keepInNamespace(manifest, kustomization.namespace);
    for (const image of kustomization.images ?? []) setImage(manifest, image.name, imageName(image));
  }
  return { manifests, files: [relative(root, file), ...parts.flatMap((part) => part.files)] };
}

function readResource(path: string, root: string): Rendered {
  if (!path.endsWith(".yaml")) return readKustomization(path, root);
  const file = relative(root, path);
  const documents = parseAllDocuments(readFileSync(path, "utf8"), { merge: true });
  const [document] = documents;
  if (document === undefined || documents.length !== 1) throw new Error(`${file}: holds other than one object`);
  if (document.errors.length > 0) throw new Error(`${file}: ${document.errors.join("; ")}`);
  return { manifests: [{ ...(document.toJS() as Manifest), file }], files: [file] };
}

function generate(generator: Generator, directory: string, root: string): Rendered {
  const owner = relative(root, join(directory, "kustomization.yaml"));
  refuseUnknown(generator, KNOWN_OF_GENERATOR, `${owner}: configMapGenerator`);
  const read = (name: string) => readFileSync(join(directory, name), "utf8");
  const files = (generator.files ?? []).map((name) => [name, read(name)]);
  const settings = (generator.envs ?? []).flatMap((name) => read(name).split("\n").filter(isSetting).map(keyAndValue));
  const metadata = {
    name: generator.name,
    ...(generator.namespace !== undefined && { namespace: generator.namespace }),
  };
  const data = Object.fromEntries([...files, ...settings]) as Record<string, string>;
  return {
    manifests: [{ apiVersion: "v1", kind: "ConfigMap", metadata, data, file: owner }],
    files: [...(generator.files ?? []), ...(generator.envs ?? [])].map((name) => relative(root, join(directory, name))),
  };
}

const isSetting = (line: string): boolean => line.trim() !== "" && !line.startsWith("#");
const keyAndValue = (line: string): string[] => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)];

function imageName({ name, newName = name, newTag, digest }: Image): string {
  return newName + (newTag === undefined ? "" : `:${newTag}`) + (digest === undefined ? "" : `@${digest}`);
}

function refuseUnknown(value: object, known: string[], where: string): void {
  const unknown = Object.keys(value).filter((key) => !known.includes(key));
  if (unknown.length > 0)
    throw new Error(`${where}: ${unknown.join(", ")} is not known to this reader; teach it first`);
}
