/** Faults that answer in place of the operation. */
export const ANSWERS = [
  "down",
  "slow",
  "hang",
  "rate_limited",
  "server_error",
  "unauthorized",
  "restricted_workspace",
  "success_false",
  /** A proxy's page, with the status that the fault says. */
  "html",
  /** A proxy that wants somebody to sign in. */
  "redirect",
  /** 400 with an exception's text: how MongoDB's troubles show, such as a new primary or a full disk. */
  "exception",
] as const;

export type AnswerKind = (typeof ANSWERS)[number];

/** Conditions of the workspace that operations meet and answer for, each as upstream does. */
export const CONDITIONS = [
  /** An app changes every message: it is stored under an id of the server's (app/apps/server/converters/messages.js@024d37f). */
  "app_rebuilds",
  /** An app prevents every message with `executePreMessageSentPrevent`: the answer trips over the missing message. */
  "app_prevents",
  /** An app refuses every message in words of its own, by throwing the Apps-Engine's exception. */
  "app_refuses",
  /** An app deletes every message as soon as it is stored: 200, and nothing is there. */
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
  /** With HTTPS only: new connections are shown a certificate that is over, or another host's. */
  "expired_certificate",
  "wrong_certificate",
] as const;

export type ConditionKind = (typeof CONDITIONS)[number];
