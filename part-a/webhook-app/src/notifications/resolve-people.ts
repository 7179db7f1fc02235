import type { Actor, TellableEvent } from "../gitlab/event.ts";
import type { Skipped, Told } from "./decide.ts";
import type { Policy, Rule } from "./policy.ts";
import { storable } from "./storable.ts";

/** Longer than any GitLab username (255) is cut, for answers and logs. */
const MAX_PERSON_LENGTH = 255;

/** Somebody whom a rule names; `recipient` is undefined for one who is not in `people`. */
interface Candidate {
  recipient: string | undefined;
  person: string;
  because: string;
  /** An author's address, in lower case: his own commits are always among those that his message shows. */
  authorEmail?: string;
}

/** The people a rule names, each once, with those who are left out and why. */
export function resolvePeople(event: TellableEvent, rule: Rule, people: Policy["people"]) {
  const self = rule.skipSelf ? recipientOf(event.actor.username, people)?.toLowerCase() : undefined;
  const told = new Map<string, Told>();
  const skipped = new Map<string, Skipped>();
  for (const { recipient, person, because, authorEmail } of candidates(event, rule, people)) {
    const key = recipient?.toLowerCase();
    if (recipient === undefined || key === undefined) skipped.set(person, { person, reason: "unmapped_user" });
    else if (key === self) skipped.set(person, { person, reason: "self" });
    else told.set(key, withEmail(told.get(key) ?? { recipient, because }, authorEmail));
  }
  return { recipients: [...told.values()], skipped: [...skipped.values()] };
}

function withEmail(told: Told, email: string | undefined): Told {
  if (email === undefined || told.authorEmails?.includes(email)) return told;
  return { ...told, authorEmails: [...(told.authorEmails ?? []), email] };
}

function candidates(event: TellableEvent, rule: Rule, people: Policy["people"]): Candidate[] {
  return rule.notify.flatMap((entry) => {
    if (entry === "pusher") return [pusher(event.actor, people)];
    if (entry === "authors") return authors(event, people);
    return [{ recipient: entry.slice(1), person: entry, because: entry }];
  });
}

function pusher(actor: Actor, people: Policy["people"]): Candidate {
  const person = storable(actor.username ?? actor.name ?? "unknown", MAX_PERSON_LENGTH);
  return { recipient: recipientOf(actor.username, people), person, because: "pusher" };
}

/** By commit e-mail: it is whatever the author's git says, so it reaches a person only if the file names it. */
function authors({ commits }: TellableEvent, people: Policy["people"]): Candidate[] {
  return commits.map(({ author }) => {
    const person = storable(author.email ?? author.name ?? "unknown", MAX_PERSON_LENGTH);
    const candidate = { recipient: recipientOf(author.email, people), person, because: `author ${person}` };
    return author.email === undefined ? candidate : { ...candidate, authorEmail: author.email.toLowerCase() };
  });
}

function recipientOf(person: string | undefined, people: Policy["people"]): string | undefined {
  return person === undefined ? undefined : people.get(person.toLowerCase());
}
