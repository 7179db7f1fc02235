import { readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { parse, parseAllDocuments } from "yaml";

import { generate, type Generator, KNOWN_OF_GENERATOR, place } from "./config-maps.ts";
import type { Manifest } from "../../../src/manifest.ts";
import { keepInNamespace, setImage } from "./manifest.ts";

interface Image {
  name: string;
  newName?: string;
  newTag?: string;
  digest?: string;
}

interface Kustomization {
  namespace?: string;
  resources?: string[];
  components?: string[];
  configMapGenerator?: Generator[];
  images?: Image[];
}

/** All that these folders need of kustomize. More would be read wrongly here, so it is refused. */
const KNOWN = ["apiVersion", "kind", "namespace", "resources", "components", "configMapGenerator", "images"];

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
  const { resources = [], components = [], configMapGenerator = [] } = kustomization;
  const parts = [...resources, ...components].map((resource) => readResource(join(directory, resource), root));
  const manifests = parts.flatMap((part) => part.manifests);
  const generated = configMapGenerator.map((generator) => {
    refuseUnknown(generator, KNOWN_OF_GENERATOR, `${relative(root, file)}: configMapGenerator`);
    const { configMap, files } = generate(generator, directory, root);
    place(manifests, configMap, generator);
    return { files };
  });
  for (const manifest of manifests) {
    if (kustomization.namespace !== undefined) keepInNamespace(manifest, kustomization.namespace);
    for (const image of kustomization.images ?? []) setImage(manifest, image.name, imageName(image));
  }
  return { manifests, files: [relative(root, file), ...[...parts, ...generated].flatMap(({ files }) => files)] };
}

function readResource(path: string, root: string): Rendered {
  if (!path.endsWith(".yaml")) return readKustomization(path, root);
  const file = relative(root, path);
  // As kustomize's parser: 0440 is octal.
  const documents = parseAllDocuments(readFileSync(path, "utf8"), { version: "1.1" });
  const [document] = documents;
  if (document === undefined || documents.length !== 1) throw new Error(`${file}: holds other than one object`);
  if (document.errors.length > 0) throw new Error(`${file}: ${document.errors.join("; ")}`);
  return { manifests: [{ ...(document.toJS() as Manifest), file }], files: [file] };
}

function imageName({ name, newName = name, newTag, digest }: Image): string {
  return newName + (newTag === undefined ? "" : `:${newTag}`) + (digest === undefined ? "" : `@${digest}`);
}

function refuseUnknown(value: object, known: string[], where: string): void {
  const unknown = Object.keys(value).filter((key) => !known.includes(key));
  if (unknown.length > 0)
    throw new Error(`${where}: ${unknown.join(", ")} is not known to this reader; teach it first`);
}
