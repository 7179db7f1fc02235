import { hash } from "node:crypto";

/** They are part of what is hashed, so of what is stored. `told`: a person whom a delivery need not notify any more. */
type KeyKind = "delivery" | "lead" | "meaning" | "source" | "told" | "transition";

/** What the store remembers of a key, whatever the key's length. */
const BYTES = 16;

/**
 * A chance equal is beyond 1 in 10^20 even among 10^9 keys. The kind keeps a delivery's name from ever equalling a meaning.
 * By way of a text, because a buffer of Node's own for each hash takes three times as long: 2.3 us instead of 0.8.
 */
export function keyHash(kind: KeyKind, key: string): Uint8Array {
  return Buffer.from(hash("sha256", `${kind}:${key}`, "binary").slice(0, BYTES), "latin1");
}

/** The same as PostgreSQL's `encode` writes it. */
export function hexKey(kind: KeyKind, key: string): string {
  return Buffer.from(keyHash(kind, key)).toString("hex");
}
