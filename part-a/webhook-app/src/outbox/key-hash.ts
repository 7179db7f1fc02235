import { hash } from "node:crypto";

/** Part of what is hashed, and so of what is stored. `told`: a person whom a delivery need not notify any more. */
type KeyKind = "delivery" | "lead" | "meaning" | "source" | "told" | "transition";

/** The bytes that the store keeps of a key of any length. */
const BYTES = 16;

/**
 * A collision is less likely than 1 in 10^20 even among 10^9 keys. The kind keeps a delivery's key from ever equalling
 * a meaning. Uses a text, because a separate Node buffer for each hash takes three times as long: 2.3 us instead of
 * 0.8.
 */
export function keyHash(kind: KeyKind, key: string): Uint8Array {
  return Buffer.from(hash("sha256", `${kind}:${key}`, "binary").slice(0, BYTES), "latin1");
}

/** The same in the format of PostgreSQL's `encode`. */
export function hexKey(kind: KeyKind, key: string): string {
  return Buffer.from(keyHash(kind, key)).toString("hex");
}
