/**
 * Cuts openapi/rocket-chat.yaml out of Rocket.Chat's official OpenAPI files and corrects it. Run by hand, when upstream
 * has something new for us:
 *
 *   git clone https://github.com/RocketChat/Rocket.Chat-Open-API /tmp/upstream
 *   git -C /tmp/upstream checkout <COMMIT of openapi-cut/cut-rocket-chat.ts>
 *   node scripts/cut-rocket-chat-openapi.ts /tmp/upstream
 */
import { COMMIT, cutRocketChat } from "./openapi-cut/cut-rocket-chat.ts";
import type { Operation } from "./openapi-cut/pick-operation.ts";

const HEADER = ` Rocket.Chat's REST API: what the service and its doctor call, and what sets up its account.
 
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
    file: "settings.yaml",
    path: "/api/v1/settings.public",
    method: "get",
    summary: "Reads settings that all may see.",
  },
  {
    file: "user-management.yaml",
    path: "/api/v1/permissions.listAll",
    method: "get",
    summary: "Reads which roles have which permission.",
  },
  { file: "messaging.yaml", path: "/api/v1/chat.delete", method: "post", summary: "Deletes one message." },
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

cutRocketChat({
  folder: process.argv[2],
  operations: OPERATIONS,
  header: HEADER,
  corrections: new URL("../openapi/rocket-chat.corrections.yaml", import.meta.url),
  output: new URL("../openapi/rocket-chat.yaml", import.meta.url),
});
