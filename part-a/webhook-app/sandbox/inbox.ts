import type { ActiveFault, Faults } from "./faults.ts";
import type { Message } from "./model.ts";
import { previewMessage } from "./preview-message.ts";
import { renderMessage } from "./render-message.ts";
import type { Workspace } from "./workspace.ts";

/** Messages per request of the page; older ones are loaded page by page. */
const PAGE = 50;

/** A message for the page. */
export interface MessageView {
  id: string;
  seq: number;
  n: number;
  recipient: string;
  sender: string;
  ts: number;
  /** Safe to insert. */
  html: string;
  preview: string;
}

export interface PersonView {
  username: string;
  name: string;
  active: boolean;
  count: number;
  last: { ts: number; preview: string } | null;
}

/** Everything the page needs at the start; its event stream continues from `cursor`. */
export interface InboxView {
  epoch: string;
  cursor: string;
  /** The version of the imitated server. */
  version: string;
  people: PersonView[];
  faults: readonly ActiveFault[];
}

/** A message with its text rendered. */
export function viewMessage(message: Message, { people }: Workspace): MessageView {
  const { id, seq, n, recipient, ts, msg } = message;
  const sender = people.byId(message.senderId)?.name ?? message.senderId;
  return { id, seq, n, recipient, sender, ts, html: renderMessage(msg), preview: previewMessage(msg) };
}

/** The stream's position: an epoch and its last message. */
export function cursorAt(workspace: Workspace, seq: number): string {
  return `${workspace.epoch()}:${seq}`;
}

/** The data of the whole left-hand side. */
export function viewInbox(workspace: Workspace, faults: Faults, version: string): InboxView {
  return {
    epoch: workspace.epoch(),
    cursor: cursorAt(workspace, workspace.ledger.messages().length),
    version,
    people: viewPeople(workspace),
    faults: faults.list(),
  };
}

/** Everybody who may get messages: bots and administrators only if they have one. */
export function viewPeople({ people, ledger }: Workspace): PersonView[] {
  return people.all().flatMap(({ username, name, active, roles }) => {
    const thread = ledger.messages(username);
    const last = thread.at(-1);
    if (!last && (roles.includes("bot") || roles.includes("admin"))) return [];
    const summary = last ? { ts: last.ts, preview: previewMessage(last.msg) } : null;
    return [{ username, name, active, count: thread.length, last: summary }];
  });
}

/** One page of a person's thread, oldest first: the newest, or those just before message number `before`. */
export function viewThread(workspace: Workspace, username: string, before = Infinity) {
  const thread = workspace.ledger.messages(username);
  const end = Math.min(thread.length, Math.max(0, before - 1));
  const start = Math.max(0, end - PAGE);
  return { messages: thread.slice(start, end).map((message) => viewMessage(message, workspace)), more: start > 0 };
}
