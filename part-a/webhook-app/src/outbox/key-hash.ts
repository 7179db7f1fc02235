import { hash } from "node:crypto";

/**
 * What the store remembers of a key: 16 bytes, whatever its length; a chance equal is beyond 1 in 10^20 even among
 * 10^9 keys. The kind keeps a delivery's name from ever equalling a meaning.
 */
export function keyHash(
  kind: "delivery" | "lead" | "meaning" | "source" | "told" | "transition",
  key: string,
): Uint8Array {
  return hash("sha256", `${kind}:${key}`, "buffer").subarray(0, 16);
}
