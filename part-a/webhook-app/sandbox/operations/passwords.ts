import { createHash, timingSafeEqual } from "node:crypto";
import type { Person } from "../model.ts";

/** Hex SHA-256, as in `x-2fa-code` and `password.hashed`; only this is kept of a password. */
export function hashPassword(password: string): string {
  return createHash("sha256").update(password).digest("hex");
}

/** Whether this is the hex SHA-256 of the person's password. */
export function passwordMatches(person: Person, hash: string): boolean {
  if (person.passwordHash === undefined) return false;
  const [given, kept] = [Buffer.from(hash.toLowerCase()), Buffer.from(person.passwordHash)];
  return given.length === kept.length && timingSafeEqual(given, kept);
}
