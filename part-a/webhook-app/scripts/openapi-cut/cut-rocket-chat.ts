import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Document, parse } from "yaml";
import { correct, type Correction } from "./correct.ts";
import type { JsonObject } from "./json.ts";
import { pickComponents } from "./pick-components.ts";
import { pickOperation, type Operation } from "./pick-operation.ts";

/** Upstream's state that all subsets are cut from. */
export const COMMIT = "c9aec5ab1008b88aaf66f13f34f4fb74becb4b4a";

export interface Cut {
  /** Upstream's YAML files. */
  folder: string | undefined;
  operations: readonly Operation[];
  /** The document's head comment. */
  header: string;
  /** File of this subset's corrections. */
  corrections: URL;
  /** Another subset's, applied before as far as they concern these operations. */
  borrowed?: URL;
  output: URL;
}

const SECURITY_SCHEMES: JsonObject = {
  authToken: { type: "apiKey", in: "header", name: "X-Auth-Token" },
  userId: { type: "apiKey", in: "header", name: "X-User-Id" },
};

/**
 * Cuts operations out of Rocket.Chat's official OpenAPI files, corrects them, and writes the subset.
 *
 * @throws Error when no folder is given, or upstream or a correction does not fit
 */
export function cutRocketChat({ folder, operations, header, corrections, borrowed, output }: Cut): void {
  if (folder === undefined) throw new Error("Which folder holds upstream's YAML files? Pass it as the argument.");
  const document = new Document(subset(folder, operations), { aliasDuplicateObjects: false });
  document.commentBefore = header;
  const paths = new Set(operations.map(pathOf));
  const concerns = ({ at: [section, path = ""] }: Correction) => section !== "paths" || paths.has(path);
  if (borrowed !== undefined) for (const each of read(borrowed).filter(concerns)) correct(document, each);
  for (const each of read(corrections)) correct(document, each);
  writeFileSync(output, document.toString({ lineWidth: 120 }));
}

function read(corrections: URL): Correction[] {
  return parse(readFileSync(corrections, "utf8")) as Correction[];
}

function subset(folder: string, operations: readonly Operation[]): JsonObject {
  const files = new Map<string, JsonObject>();
  for (const { file } of operations) files.set(file, parse(readFileSync(join(folder, file), "utf8")) as JsonObject);
  const paths: JsonObject = {};
  for (const operation of operations) {
    paths[pathOf(operation)] = { [operation.method]: pickOperation(files.get(operation.file) ?? {}, operation) };
  }
  return {
    openapi: "3.0.3",
    info: { title: "Rocket.Chat REST API (subset)", version: COMMIT.slice(0, 12) },
    servers: [{ url: "/" }],
    security: [{ authToken: [], userId: [] }],
    paths,
    components: { securitySchemes: SECURITY_SCHEMES, ...pickComponents([...files.values()], paths) },
  };
}

function pathOf({ as, path }: Operation): string {
  return as ?? path;
}
