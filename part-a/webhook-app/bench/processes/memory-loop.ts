import { Pool } from "undici";
import { RECIPIENTS, textOf } from "../load/messages.ts";

/**
 * The upper limit of every drain figure: the relay's calls (one im.create per recipient, one chat.sendMessage
 * per message, 16 in flight), from memory, with nothing stored. Arguments: origin, number of messages.
 */
const [origin = "", total = "0"] = process.argv.slice(2);
const IN_FLIGHT = 16;
const headers = { "Content-Type": "application/json", "X-Auth-Token": "token", "X-User-Id": "bot" };
const pool = new Pool(origin, { connections: IN_FLIGHT });
const rooms = new Map<string, string>();
let next = 0;

async function call(path: string, body: object): Promise<{ room?: { rid: string } }> {
  const answer = await pool.request({ path, method: "POST", headers, body: JSON.stringify(body) });
  return (await answer.body.json()) as { room?: { rid: string } };
}

async function sendAll(): Promise<void> {
  while (next < Number(total)) {
    const number = next++;
    const username = RECIPIENTS[number % RECIPIENTS.length] ?? "";
    const rid = rooms.get(username) ?? (await call("/api/v1/im.create", { username })).room?.rid ?? "";
    rooms.set(username, rid);
    const message = { _id: `memory-loop-${number}`, rid, msg: textOf(number) };
    await call("/api/v1/chat.sendMessage", { message, previewUrls: [] });
  }
}

await Promise.all(Array.from({ length: IN_FLIGHT }, sendAll));
await pool.close();
