/**
 * Cuts openapi/rocket-chat.yaml out of Rocket.Chat's official OpenAPI files and corrects it. Run by hand, when upstream
 * has something new for us:
 *
 *   git clone https://github.com/RocketChat/Rocket.Chat-Open-API /tmp/upstream
 *   git -C /tmp/upstream checkout <COMMIT below>
 *   node scripts/cut-rocket-chat-openapi.ts /tmp/upstream
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Document, parse } from "yaml";
import { correct, type Correction } from "./openapi-cut/correct.ts";
import type { JsonObject } from "./openapi-cut/json.ts";
import { pickOperation, type Operation } from "./openapi-cut/pick-operation.ts";
import { pickComponents } from "./openapi-cut/pick-components.ts";

const COMMIT = "c9aec5ab1008b88aaf66f13f34f4fb74becb4b4a";

const HEADER = ` Rocket.Chat's REST API: the operations that the service calls and those that set up its account.
 
 Cut by scripts/cut-rocket-chat-openapi.ts from the official files,
 https://github.com/RocketChat/Rocket.Chat-Open-API at ${COMMIT}
 (its repository states no licence). Names, types and required fields are upstream's, its descriptions and examples are
 left out; what differs comes from rocket-chat.corrections.yaml and says why. Do not edit: change those and run again.`;

/** `path` is upstream's, `as` the one that we call: dm.* and im.* are two names of the same operations. */
const OPERATIONS: readonly Operation[] = [
  {
    file: "messaging.yaml",
    path: "/api/v1/dm.create",
    as: "/api/v1/im.create",
    method: "post",
    summary: "Opens the direct message room with somebody, an existing one again.",
  },
  {
    file: "messaging.yaml",
    path: "/api/v1/chat.sendMessage",
    method: "post",
    summary: "Posts a message to one room, once for each _id.",
  },
  { file: "messaging.yaml", path: "/api/v1/chat.getMessage", method: "get", summary: "Reads one message." },
  {
    file: "messaging.yaml",
    path: "/api/v1/dm.history",
    as: "/api/v1/im.history",
    method: "get",
    summary: "Reads a direct message room, the newest message first.",
  },
  { file: "user-management.yaml", path: "/api/v1/users.info", method: "get", summary: "Reads one account." },
  { file: "authentication.yaml", path: "/api/v1/me", method: "get", summary: "Reads the caller's own account." },
  {
    file: "authentication.yaml",
    path: "/api/v1/login",
    method: "post",
    summary: "Trades a password for a login token.",
    anonymous: true,
  },
  { file: "authentication.yaml", path: "/api/v1/logout", method: "post", summary: "Ends a login token." },
  { file: "user-management.yaml", path: "/api/v1/users.create", method: "post", summary: "Creates an account." },
  {
    file: "user-management.yaml",
    path: "/api/v1/users.generatePersonalAccessToken",
    method: "post",
    summary: "Makes a token that does not expire.",
  },
];

const SECURITY_SCHEMES: JsonObject = {
  authToken: { type: "apiKey", in: "header", name: "X-Auth-Token" },
  userId: { type: "apiKey", in: "header", name: "X-User-Id" },
};

const CORRECTIONS = new URL("../openapi/rocket-chat.corrections.yaml", import.meta.url);
const OUTPUT = new URL("../openapi/rocket-chat.yaml", import.meta.url);

function cut(folder: string): JsonObject {
  const files = new Map<string, JsonObject>();
  for (const { file } of OPERATIONS) files.set(file, parse(readFileSync(join(folder, file), "utf8")) as JsonObject);
  const paths: JsonObject = {};
  for (const operation of OPERATIONS) {
    const { as, file, method, path } = operation;
    paths[as ?? path] = { [method]: pickOperation(files.get(file) ?? {}, operation) };
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

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error("Which folder holds upstream's YAML files? Pass it as the argument.");
const document = new Document(cut(folder), { aliasDuplicateObjects: false });
document.commentBefore = HEADER;
for (const correction of parse(readFileSync(CORRECTIONS, "utf8")) as Correction[]) correct(document, correction);
writeFileSync(OUTPUT, document.toString({ lineWidth: 120 }));
