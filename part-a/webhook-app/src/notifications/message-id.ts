import { randomInt } from "node:crypto";

/** Meteor's alphabet for ids, without look-alikes such as 1, l and I. */
const ALPHABET = "23456789ABCDEFGHJKLMNPQRSTWXYZabcdefghijkmnopqrstuvwxyz";

/** 55^17 is about 2^98: two ids never meet. Rocket.Chat's own ids have this form and length. */
const LENGTH = 17;

/** A new `_id` for a Rocket.Chat message. */
export function newMessageId(): string {
  return Array.from({ length: LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join("");
}
