/** Somebody with an account, with the fields that the sandbox needs. */
export interface Person {
  id: string;
  username: string;
  name: string;
  email: string;
  roles: string[];
  active: boolean;
  createdAt: string;
  /** Hex SHA-256 of the password; without one nobody can log in as this person. */
  passwordHash?: string;
}

/** A direct-message room. */
export interface Room {
  id: string;
  memberIds: string[];
  /** Epoch ms; rooms from the journal of an earlier version have none. */
  ts?: number;
}

/** A stored message. `seq` counts all messages from 1, `n` those of its recipient. */
export interface Message {
  id: string;
  rid: string;
  /** The other member's username; several are joined by commas. */
  recipient: string;
  senderId: string;
  msg: string;
  /** Epoch ms. */
  ts: number;
  seq: number;
  n: number;
}

/** A credential; `name` is set only for personal access tokens. */
export interface Token {
  token: string;
  userId: string;
  name?: string;
}

/** One change; all in order make up the state. */
export type Entry =
  | { kind: "epoch"; epoch: string }
  | { kind: "person"; person: Person }
  | { kind: "active"; userId: string; active: boolean }
  | { kind: "gone"; userId: string }
  | { kind: "token"; token: Token }
  | { kind: "revoked"; token: string }
  | { kind: "room"; room: Room }
  | { kind: "message"; message: Message }
  | { kind: "deleted"; messageId: string };

/** An operation's answer, before it is sent. */
export interface Answer {
  status: 200 | 400 | 401 | 403 | 429 | 500;
  body: Record<string, unknown>;
}
