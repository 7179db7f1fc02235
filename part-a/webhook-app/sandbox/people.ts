import type { Person, Token } from "./model.ts";

/** Accounts and their credentials. */
export interface People {
  add(person: Person): void;
  setActive(userId: string, active: boolean): void;
  /** Removes a person with all their tokens. */
  remove(userId: string): void;
  addToken(token: Token): void;
  revoke(token: string): void;
  all(): Person[];
  tokens(): Token[];
  byId(id: string): Person | undefined;
  /** Exact, as in `users.info`. */
  byUsername(username: string): Person | undefined;
  /** Ignores case, as in `im.create`. */
  byUsernameIgnoringCase(username: string): Person | undefined;
  byEmail(email: string): Person | undefined;
  ownerOf(token: string): string | undefined;
  /** The active owner of a token, if the user id matches. */
  authenticated(userId: string | undefined, token: string | undefined): Person | undefined;
}

/** Indexes by every key that Rocket.Chat looks people up by. */
export function createPeople(): People {
  const people = new Map<string, Person>();
  const byLowerCase = new Map<string, Person>();
  const tokens = new Map<string, Token>();
  const byUsernameIgnoringCase = (username: string) => byLowerCase.get(username.toLowerCase());
  return {
    add(person) {
      people.set(person.id, person);
      byLowerCase.set(person.username.toLowerCase(), person);
    },
    setActive(userId, active) {
      const person = people.get(userId);
      if (person) person.active = active;
    },
    remove(userId) {
      const person = people.get(userId);
      if (person === undefined) return;
      people.delete(userId);
      byLowerCase.delete(person.username.toLowerCase());
      for (const token of tokens.values()) if (token.userId === userId) tokens.delete(token.token);
    },
    addToken: (token) => void tokens.set(token.token, token),
    revoke: (token) => void tokens.delete(token),
    all: () => [...people.values()],
    tokens: () => [...tokens.values()],
    byId: (id) => people.get(id),
    byUsernameIgnoringCase,
    byUsername: (username) => {
      const person = byUsernameIgnoringCase(username);
      return person?.username === username ? person : undefined;
    },
    byEmail: (email) => [...people.values()].find((person) => person.email.toLowerCase() === email.toLowerCase()),
    ownerOf: (token) => tokens.get(token)?.userId,
    authenticated(userId, token) {
      const owner = token === undefined ? undefined : tokens.get(token)?.userId;
      const person = owner !== undefined && owner === userId ? people.get(owner) : undefined;
      return person?.active ? person : undefined;
    },
  };
}
