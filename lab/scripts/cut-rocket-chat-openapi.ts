/**
 * Cuts openapi/rocket-chat.yaml, the operations that set Rocket.Chat up, out of its official OpenAPI files, in the way
 * and with the corrections of the service's own subset. Run by hand, when upstream has something new for us:
 *
 *   git clone https://github.com/RocketChat/Rocket.Chat-Open-API /tmp/upstream
 *   git -C /tmp/upstream checkout <COMMIT below>
 *   node scripts/cut-rocket-chat-openapi.ts /tmp/upstream
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Document, parse } from "yaml";
import { correct, type Correction } from "../../part-a/webhook-app/scripts/openapi-cut/correct.ts";
import type { JsonObject } from "../../part-a/webhook-app/scripts/openapi-cut/json.ts";
import { pickOperation, type Operation } from "../../part-a/webhook-app/scripts/openapi-cut/pick-operation.ts";
import { pickComponents } from "../../part-a/webhook-app/scripts/openapi-cut/pick-components.ts";

const COMMIT = "c9aec5ab1008b88aaf66f13f34f4fb74becb4b4a";

const HEADER = ` Rocket.Chat's REST API: the operations by which the lab sets it up.
 
 Cut by scripts/cut-rocket-chat-openapi.ts from the official files,
 https://github.com/RocketChat/Rocket.Chat-Open-API at ${COMMIT}
 (its repository states no licence). Names, types and required fields are upstream's, its descriptions and examples are
 left out; what differs comes from rocket-chat.corrections.yaml, here and in part-a/webhook-app/openapi, and says why.
 Do not edit: change those and run again.`;

const users = (name: string, method: "get" | "post", summary: string): Operation => {
  return { file: "user-management.yaml", path: `/api/v1/users.${name}`, method, summary };
};

const OPERATIONS: readonly Operation[] = [
  {
    file: "authentication.yaml",
    path: "/api/v1/login",
    method: "post",
    summary: "Trades a password for a login token.",
    anonymous: true,
  },
  { file: "authentication.yaml", path: "/api/v1/logout", method: "post", summary: "Ends a login token." },
  { file: "authentication.yaml", path: "/api/v1/me", method: "get", summary: "Reads the caller's own account." },
  users("info", "get", "Reads one account."),
  users("create", "post", "Creates an account."),
  users("update", "post", "Changes an account."),
  users("generatePersonalAccessToken", "post", "Makes a token that does not expire."),
  users("regeneratePersonalAccessToken", "post", "Makes a token anew under its name; the old one ends."),
];

const SECURITY_SCHEMES: JsonObject = {
  authToken: { type: "apiKey", in: "header", name: "X-Auth-Token" },
  userId: { type: "apiKey", in: "header", name: "X-User-Id" },
};

const CORRECTIONS = ["../../part-a/webhook-app/openapi", "../openapi"].map(
  (folder) => new URL(`${folder}/rocket-chat.corrections.yaml`, import.meta.url),
);
const OUTPUT = new URL("../openapi/rocket-chat.yaml", import.meta.url);

function cut(folder: string): JsonObject {
  const files = new Map<string, JsonObject>();
  for (const { file } of OPERATIONS) files.set(file, parse(readFileSync(join(folder, file), "utf8")) as JsonObject);
  const paths: JsonObject = {};
  for (const operation of OPERATIONS) {
    paths[operation.path] = { [operation.method]: pickOperation(files.get(operation.file) ?? {}, operation) };
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

/** The service's corrections are also of operations that are not here. */
function concerns({ at: [section, path] }: Correction): boolean {
  return section !== "paths" || OPERATIONS.some((operation) => operation.path === path);
}

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error("Which folder holds upstream's YAML files? Pass it as the argument.");
const document = new Document(cut(folder), { aliasDuplicateObjects: false });
document.commentBefore = HEADER;
for (const file of CORRECTIONS) {
  const corrections = parse(readFileSync(file, "utf8")) as Correction[];
  for (const correction of corrections.filter(concerns)) correct(document, correction);
}
writeFileSync(OUTPUT, document.toString({ lineWidth: 120 }));
