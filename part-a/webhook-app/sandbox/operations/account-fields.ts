import type { Person } from "../model.ts";

/** What everybody may see of a person. */
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

/** What the person and administrators see as well. */
export function allFields(person: Person): Record<string, unknown> {
  return {
    ...publicFields(person),
    createdAt: person.createdAt,
    emails: [{ address: person.email, verified: false }],
    roles: person.roles,
    statusConnection: "offline",
  };
}

/** `me`, which a login answers too. */
export function ownFields(person: Person): Record<string, unknown> {
  return { ...allFields(person), settings: { preferences: {} }, avatarUrl: `/avatar/${person.username}` };
}
