import type { Ledger } from "./ledger.ts";
import type { Entry } from "./model.ts";
import type { People } from "./people.ts";
import type { Rooms } from "./rooms.ts";

/** The state that results from all entries. */
export interface State {
  epoch: string;
  people: People;
  ledger: Ledger;
  rooms: Rooms;
}

/** Applies one entry. */
export function applyEntry(state: State, entry: Entry): void {
  switch (entry.kind) {
    case "epoch":
      state.epoch = entry.epoch;
      break;
    case "person":
      // A copy: activating the person later must not change the entry, to which others may refer.
      state.people.add({ ...entry.person });
      break;
    case "active":
      state.people.setActive(entry.userId, entry.active);
      break;
    case "gone":
      state.people.remove(entry.userId);
      state.rooms.removeOf(entry.userId);
      break;
    case "token":
      state.people.addToken(entry.token);
      break;
    case "revoked":
      state.people.revoke(entry.token);
      break;
    case "room":
      state.rooms.add(entry.room);
      break;
    case "message":
      state.ledger.add(entry.message);
      break;
    case "deleted":
      state.ledger.remove(entry.messageId);
      break;
  }
}
