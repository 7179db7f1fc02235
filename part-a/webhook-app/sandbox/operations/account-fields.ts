import type { Person } from "../model.ts";

/** The fields that everybody may see. */
export function publicFields(person: Person): Record<string, unknown> {
  const { id, username, name, active } = person;
  return {
    _id: id,
    username,
    name,
    status: "offline",
    utcOffset: 0,
    type: "user",
    active,
  };
}

/** The fields that the person and administrators see. */
export function allFields(person: Person): Record<string, unknown> {
  return {
    ...publicFields(person),
    createdAt: person.createdAt,
    emails: [{ address: person.email, verified: false }],
    roles: person.roles,
    statusConnection: "offline",
  };
}

/** The fields of `me`, which a login returns too. */
export function ownFields(person: Person): Record<string, unknown> {
  return { ...allFields(person), settings: { preferences: {} }, avatarUrl: `/avatar/${person.username}` };
}
