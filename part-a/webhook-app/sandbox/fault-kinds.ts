/** Faults that replace the operation's answer. */
export const ANSWERS = [
  "down",
  "slow",
  "hang",
  "rate_limited",
  "server_error",
  "unauthorized",
  "restricted_workspace",
  "success_false",
  /** A proxy's page, with the fault's status. */
  "html",
  /** A proxy that requires a sign-in. */
  "redirect",
  /** 400 with an exception's text, as for problems of MongoDB, such as a new primary or a full disk. */
  "exception",
] as const;

export type AnswerKind = (typeof ANSWERS)[number];

/** Conditions of the workspace, to which each operation reacts as upstream does. */
export const CONDITIONS = [
  /**
   * An app changes every message, which is stored under the server's own id
   * (app/apps/server/converters/messages.js@024d37f).
   */
  "app_rebuilds",
  /** An app prevents every message with `executePreMessageSentPrevent`: the route then fails on the missing message. */
  "app_prevents",
  /** An app rejects every message with its own text, by throwing the Apps-Engine's exception. */
  "app_refuses",
  /** An app deletes every message as soon as it is stored: 200, but there is no message. */
  "app_drops",
  /** Rooms are end-to-end encrypted. */
  "encrypted",
  /** The person has blocked the sender. */
  "blocked",
  "archived",
  "muted",
  /** The roles `user` and `bot` have lost the permission `create-d`. */
  "no_create_d",
  /** `Message_MaxAllowedSize` is lower than it was. */
  "message_size",
  /** Only with HTTPS: new connections get an expired certificate, or another host's. */
  "expired_certificate",
  "wrong_certificate",
] as const;

export type ConditionKind = (typeof CONDITIONS)[number];
