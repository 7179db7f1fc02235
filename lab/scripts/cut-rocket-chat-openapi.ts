/**
 * Cuts openapi/rocket-chat.yaml, the operations that set Rocket.Chat up, out of its official OpenAPI files, in the way
 * and with the corrections of the service's own subset. Run by hand, when upstream has something new for us:
 *
 *   git clone https://github.com/RocketChat/Rocket.Chat-Open-API /tmp/upstream
 *   git -C /tmp/upstream checkout <COMMIT of openapi-cut/cut-rocket-chat.ts>
 *   node scripts/cut-rocket-chat-openapi.ts /tmp/upstream
 */
import { COMMIT, cutRocketChat } from "../../part-a/webhook-app/scripts/openapi-cut/cut-rocket-chat.ts";
import type { Operation } from "../../part-a/webhook-app/scripts/openapi-cut/pick-operation.ts";

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

cutRocketChat({
  folder: process.argv[2],
  operations: OPERATIONS,
  header: HEADER,
  corrections: new URL("../openapi/rocket-chat.corrections.yaml", import.meta.url),
  borrowed: new URL("../../part-a/webhook-app/openapi/rocket-chat.corrections.yaml", import.meta.url),
  output: new URL("../openapi/rocket-chat.yaml", import.meta.url),
});
