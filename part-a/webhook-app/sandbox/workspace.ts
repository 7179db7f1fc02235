import { randomBytes } from "node:crypto";
import { applyEntry, type State } from "./apply-entry.ts";
import { createLedger, type Ledger } from "./ledger.ts";
import type { Journal } from "./journal.ts";
import type { Entry, Message, Person, Room } from "./model.ts";
import { createPeople, type People } from "./people.ts";
import { createRooms } from "./rooms.ts";
import type { ServerProfile } from "./servers.ts";

/** The whole state of the stand-in server. */
export interface Workspace {
  people: People;
  ledger: Ledger;
  /** Changes with every reset: a page with another epoch must start over. */
  epoch(): string;
  /** Applies one entry and keeps it. */
  record: (entry: Entry) => void;
  room(id: string): Room | undefined;
  /** The room of exactly these members. */
  roomOf(memberIds: readonly string[]): Room | undefined;
  /** The same; creates it if needed. */
  openRoom(memberIds: readonly string[], now?: number): Room;
  membersOf(room: Room): Person[];
  /** Stores a message to everybody else in the room (or to oneself, alone in it). */
  store(message: Pick<Message, "id" | "msg" | "ts" | "senderId"> & { room: Room }): Message;
  /** Removes a message. A page that shows it has to start over. */
  removeMessage(id: string): void;
  /** Deletes a person with their rooms, and adds another with the same name. */
  replacePerson(person: Person): void;
  /** Removes the messages; people, tokens and rooms stay, because callers keep using them. */
  reset(): void;
  /** Calls `listener` with every entry from now on; returns a function that stops it. */
  watch(listener: (entry: Entry) => void): () => void;
}

/** An id like MongoDB's, for rooms whose id is not made of their members' ids. */
const newObjectId = () => randomBytes(12).toString("hex");

/** An id like Rocket.Chat's: 17 letters and digits without look-alikes. */
export function newId(): string {
  const letters = "23456789ABCDEFGHJKLMNPQRSTWXYZabcdefghijkmnopqrstuvwxyz";
  return Array.from(randomBytes(17), (byte) => letters[byte % letters.length]).join("");
}

/** Builds the state from the journal's past and keeps adding to it. */
export function createWorkspace(journal: Journal, { roomIds }: Pick<ServerProfile, "roomIds">): Workspace {
  const state: State = { epoch: "", people: createPeople(), ledger: createLedger(), rooms: createRooms() };
  const { people, ledger, rooms } = state;
  const listeners = new Set<(entry: Entry) => void>();
  const record = (entry: Entry): void => {
    journal.append(entry);
    applyEntry(state, entry);
    for (const listener of listeners) listener(entry);
  };
  const membersOf = (room: Room): Person[] => room.memberIds.flatMap((id) => people.byId(id) ?? []);
  const partners = (room: Room, userId: string): Person[] => {
    const others = membersOf(room).filter(({ id }) => id !== userId);
    return others.length > 0 ? others : membersOf(room);
  };

  for (const entry of journal.past) applyEntry(state, entry);
  if (state.epoch === "") record({ kind: "epoch", epoch: newId() });
  return {
    people,
    ledger,
    epoch: () => state.epoch,
    record,
    room: (id) => rooms.byId(id),
    roomOf: (memberIds) => rooms.of(memberIds),
    openRoom(memberIds, now = Date.now()) {
      const existing = rooms.of(memberIds);
      if (existing) return existing;
      const members = [...new Set(memberIds)].sort();
      const id = roomIds === "joined" && members.length === 2 ? members.join("") : newObjectId();
      record({ kind: "room", room: { id, memberIds: members, ts: now } });
      return rooms.byId(id)!;
    },
    membersOf,
    store({ room, ...fields }) {
      const recipient = partners(room, fields.senderId)
        .map(({ username }) => username)
        .join(",");
      const n = ledger.messages(recipient).length + 1;
      const message = { ...fields, rid: room.id, recipient, seq: ledger.messages().length + 1, n };
      record({ kind: "message", message });
      return message;
    },
    removeMessage(messageId) {
      record({ kind: "deleted", messageId });
      record({ kind: "epoch", epoch: newId() });
    },
    replacePerson(person) {
      record({ kind: "gone", userId: person.id });
      record({ kind: "person", person: { ...person, id: newId(), active: true } });
    },
    reset() {
      ledger.clear();
      rewrite(journal, state);
      record({ kind: "epoch", epoch: newId() });
    },
    watch(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** Rewrites the journal with what a reset keeps. */
function rewrite(journal: Journal, { people, rooms }: State): void {
  journal.clear();
  for (const person of people.all()) journal.append({ kind: "person", person });
  for (const token of people.tokens()) journal.append({ kind: "token", token });
  for (const room of rooms.all()) journal.append({ kind: "room", room });
}
