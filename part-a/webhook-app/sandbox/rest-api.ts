import type { HttpBindings } from "@hono/node-server";
import { Hono } from "hono";
import type { Operation } from "./operation.ts";
import { chatDelete } from "./operations/chat-delete.ts";
import { createDirectMessage } from "./operations/create-direct-message.ts";
import { getMessage } from "./operations/get-message.ts";
import { history } from "./operations/history.ts";
import { info } from "./operations/info.ts";
import { generatePersonalAccessToken, regeneratePersonalAccessToken } from "./operations/personal-access-token.ts";
import { permissionsList } from "./operations/permissions-list.ts";
import { postMessage } from "./operations/post-message.ts";
import { roomsInfo } from "./operations/rooms-info.ts";
import { sendMessage } from "./operations/send-message.ts";
import { login, logout, me } from "./operations/session.ts";
import { settingsPublic } from "./operations/settings-public.ts";
import { usersCreate } from "./operations/users-create.ts";
import { usersInfo } from "./operations/users-info.ts";
import { usersUpdate } from "./operations/users-update.ts";
import { serveOperation, type ServeDeps } from "./serve-operation.ts";

const OPERATIONS: readonly Operation[] = [
  info,
  login,
  logout,
  me,
  usersInfo,
  usersCreate,
  usersUpdate,
  generatePersonalAccessToken,
  regeneratePersonalAccessToken,
  permissionsList,
  settingsPublic,
  roomsInfo,
  createDirectMessage,
  sendMessage,
  postMessage,
  getMessage,
  chatDelete,
  history,
];

/** Rocket.Chat's routes. `/health` is the sandbox's own and not affected by faults. */
export function createRestApi(deps: ServeDeps): Hono<{ Bindings: HttpBindings }> {
  const app = new Hono<{ Bindings: HttpBindings }>();
  for (const operation of OPERATIONS) {
    for (const path of operation.paths) {
      app.on(operation.method, path, (context) => serveOperation(context, operation, deps));
    }
  }
  return app.get("/health", (context) => context.text("ok"));
}
