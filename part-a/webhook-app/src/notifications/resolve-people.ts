import type { NotifiableEvent } from "../gitlab/event.ts";
import type { Actor, Commit } from "../gitlab/event-parts.ts";
import { isRedacted } from "../gitlab/redacted.ts";
import type { SkipReason } from "../reasons.ts";
import { comparableName } from "./comparable.ts";
import type { Skipped, Recipient } from "./decision.ts";
import { peopleOf, type People } from "./people.ts";
import type { Policy, Rule } from "./policy.ts";
import { storable } from "./storable.ts";

/** Longer than any GitLab username (255) is cut, for answers and logs. */
const MAX_PERSON_LENGTH = 255;

/** Somebody whom a rule names; with a recipient or the reason why there is none. */
type Candidate =
  | {
      recipient: string;
      person: string;
      because: string;
      /** An author's address, in lower case: their message always shows their own commits. */
      authorEmail?: string;
    }
  | { recipient: undefined; person: string; reason: SkipReason };

/** The people whom a rule names, each once, and those who are skipped, with the reason. */
export function resolvePeople(event: NotifiableEvent, rule: Rule, policy: Policy) {
  const people = peopleOf(policy, event.project);
  const isSelf = rule.skipSelf ? selfOf(event.actor, people) : () => false;
  const recipients = new Map<string, Recipient>();
  const skipped = new Map<string, Skipped>();
  const skip = (person: string, reason: SkipReason) => skipped.set(`${reason} ${person}`, { person, reason });
  for (const candidate of rule.notify.flatMap((entry) => candidates(entry, event, people, policy.groups))) {
    const { recipient, person } = candidate;
    if (recipient === undefined) skip(person, candidate.reason);
    else if (isSelf(recipient)) skip(person, "self");
    else add(recipients, candidate);
  }
  return { recipients: [...recipients.values()], skipped: [...skipped.values()] };
}

function add(
  recipients: Map<string, Recipient>,
  { recipient, person, because, authorEmail: email }: Candidate & { recipient: string },
): void {
  const key = comparableName(recipient);
  const known = recipients.get(key) ?? { recipient, because, ...(person.startsWith("@") ? {} : { person }) };
  const emails = known.authorEmails ?? [];
  const isNew = email !== undefined && !emails.includes(email);
  recipients.set(key, isNew ? { ...known, authorEmails: [...emails, email] } : known);
}

/**
 * Compares Rocket.Chat names, so that all usernames and e-mail addresses of one person count. Whoever acted is
 * also known by their public address: `people` may list only that.
 */
function selfOf({ username, email }: Actor, people: People): (recipient: string) => boolean {
  const selves = [people.byUsername(username), people.byEmail(email)].filter((name) => typeof name === "string");
  const names = new Set(selves.map(comparableName));
  return (recipient) => names.has(comparableName(recipient));
}

function candidates(entry: string, event: NotifiableEvent, people: People, groups: Policy["groups"]): Candidate[] {
  const request = event.kind === "merge_request" ? event : undefined;
  switch (entry) {
    case "pusher":
      return [account(event.actor, "pusher", people)];
    case "authors":
      return authors(event, people);
    case "reviewers":
      return (request?.reviewers ?? []).map((reviewer) => account(reviewer, "reviewer", people));
    case "assignees":
      return (request?.assignees ?? []).map((assignee) => account(assignee, "assignee", people));
    case "author":
      return request ? [account(request.author, "author of the merge request", people)] : [];
    default:
      return named(entry, people, groups);
  }
}

function named(entry: string, people: People, groups: Policy["groups"]): Candidate[] {
  const name = entry.slice(1);
  const members = entry.startsWith("%") ? (groups.get(name) ?? []) : [name];
  return members.map((name) => candidate(people.isOptedOut(name) ? null : name, `@${name}`, entry));
}

/** Somebody whom GitLab names; without a username, only a description. */
function account(actor: Actor | undefined, role: string, people: People): Candidate {
  const person = storable(actor?.username ?? actor?.name ?? (actor ? "unknown" : role), MAX_PERSON_LENGTH);
  return candidate(people.byUsername(actor?.username), person, role);
}

/** None for a new branch: its list of commits is its history, which is no news to its authors. */
function authors(event: NotifiableEvent, people: People): Candidate[] {
  if (event.kind === "push" && event.change === "created") return [];
  // Most pushes have few authors: looks up each once.
  const once = new Map(
    event.commits.map(({ author }) => [isUnknown(author.email) ? author.name : author.email, author]),
  );
  return [...Array.from(once.values(), (author) => authorOf(author, people)), ...beyondPayload(event)];
}

function authorOf({ name, email }: Commit["author"], people: People): Candidate {
  if (email !== undefined && isUnknown(email)) {
    return { recipient: undefined, person: storable(name ?? "unknown", MAX_PERSON_LENGTH), reason: "redacted_author" };
  }
  const person = storable(email ?? name ?? "unknown", MAX_PERSON_LENGTH);
  const found = candidate(people.byEmail(email), person, `author ${person}`);
  return email === undefined || found.recipient === undefined ? found : { ...found, authorEmail: email.toLowerCase() };
}

function isUnknown(email: string | undefined): boolean {
  return email === undefined || isRedacted(email);
}

/** GitLab sends only the newest 20 commits: the authors of the others are unknown here. */
function beyondPayload(event: NotifiableEvent): Candidate[] {
  const unsent = event.kind === "push" ? event.totalCommits - event.commits.length : 0;
  if (unsent <= 0) return [];
  const person = unsent === 1 ? "the author of 1 earlier commit" : `the authors of ${unsent} earlier commits`;
  return [{ recipient: undefined, person, reason: "beyond_payload" }];
}

function candidate(recipient: string | null | undefined, person: string, because: string): Candidate {
  if (recipient === null) return { recipient: undefined, person, reason: "opted_out" };
  return recipient === undefined ? { recipient, person, reason: "unmapped_user" } : { recipient, person, because };
}
