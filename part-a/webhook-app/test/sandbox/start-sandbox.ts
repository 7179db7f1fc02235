import { onTestFinished } from "vitest";
import type { SandboxOptions } from "../../sandbox/options.ts";
import { createSandbox } from "../../sandbox/sandbox.ts";

const BOT = { userId: "botbotbotbotbot01", token: "token-of-the-bot" };

export type Started = Awaited<ReturnType<typeof startSandbox>>;

/** A listening sandbox with jane, sam, a bot and an administrator; it stops with the test. */
export async function startSandbox(options: SandboxOptions = {}) {
  const admin = { username: "admin", password: "admin's password" };
  const sandbox = createSandbox({ users: ["jane", "sam"], bot: BOT, admin, ...options });
  const { url, port } = await sandbox.listen();
  onTestFinished(() => sandbox.close());

  const call = async (method: "GET" | "POST" | "PUT" | "DELETE", path: string, body?: unknown, headers = asBot) => {
    const type = { "content-type": "application/json" };
    const sent = body === undefined ? {} : { body: JSON.stringify(body) };
    const response = await fetch(url + path, { method, headers: { ...type, ...headers }, ...sent });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, json: parsed(text) };
  };
  const openRoom = async (username: string): Promise<string> => {
    const { json } = await call("POST", "/api/v1/im.create", { username });
    return json.room.rid;
  };
  const post = async (id: string, rid: string, msg = "hello") =>
    call("POST", "/api/v1/chat.sendMessage", { message: { _id: id, rid, msg } });
  /** Headers with which somebody calls for themselves. */
  const as = (username: string): Record<string, string> => {
    const { id } = sandbox.workspace.people.byUsername(username)!;
    const token = `token of ${id}`;
    sandbox.workspace.record({ kind: "token", token: { token, userId: id } });
    return { "x-user-id": id, "x-auth-token": token };
  };
  return { sandbox, url, port, call, openRoom, post, as };
}

export const asBot: Record<string, string> = { "x-user-id": BOT.userId, "x-auth-token": BOT.token };

// oxlint-disable-next-line typescript/no-explicit-any -- the tests look into bodies of every shape
function parsed(text: string): any {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Logs in and gives the headers that say so. */
export async function logIn({ call }: Pick<Started, "call">, user: string, password: string) {
  const { json } = await call("POST", "/api/v1/login", { user, password }, {});
  return { "x-user-id": json.data.userId as string, "x-auth-token": json.data.authToken as string };
}
