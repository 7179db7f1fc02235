import { failure } from "../answers.ts";
import type { Answer, Person, Room } from "../model.ts";
import type { OperationDeps } from "../operation.ts";
import { newId } from "../workspace.ts";
import { asMessage } from "./message-fields.ts";
import { partnerOf } from "./room-fields.ts";

/** The message for the answer, or why there is none; undefined if upstream's sendMessage returns nothing. */
export type Stored = { message: Record<string, unknown> } | { refusal: Answer } | undefined;

/**
 * As in server/lib/messages/sendMessage.ts@159959e: apps run before storing, and a message that they prevent looks like
 * one whose id already exists.
 */
export async function storeMessage(
  draft: { id?: string | null | undefined; msg: string },
  room: Room,
  caller: Person,
  deps: OperationDeps,
): Promise<Stored> {
  const { workspace, faults, clock, replay, onStored } = deps;
  const partner = partnerOf(room, workspace)?.username;
  if (faults.meets("app_prevents", partner)) return undefined;
  const refusing = faults.meets("app_refuses", partner);
  // An app's exception does not become a coded error here (packages/apps-engine/src/server/ProxiedApp.ts, 7.7.1).
  if (refusing) return { refusal: failure(refusing.text ?? "Messages of bots are not welcome here.") };
  const id = (faults.meets("app_rebuilds", partner) ? undefined : draft.id) || newId();
  const existing = workspace.ledger.byId(id);
  if (existing) return replay === "throws" ? undefined : { message: asMessage(existing, workspace) };
  const fields = { id, msg: draft.msg, ts: clock(), senderId: caller.id };
  // Stored and deleted at once is the same as never stored.
  if (faults.meets("app_drops", partner)) return { message: asMessage({ ...fields, rid: room.id }, workspace) };
  const message = workspace.store({ ...fields, room });
  await onStored(message);
  return { message: asMessage(message, workspace) };
}
