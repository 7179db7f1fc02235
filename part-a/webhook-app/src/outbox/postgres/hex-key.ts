import { keyHash } from "../key-hash.ts";

/** A key's hash as PostgreSQL's `encode` writes it. */
export function hexKey(kind: Parameters<typeof keyHash>[0], key: string): string {
  return Buffer.from(keyHash(kind, key)).toString("hex");
}
