import type { GitLabEvent, TellableEvent } from "../gitlab/event.ts";
import type { IgnoreReason } from "../reasons.ts";
import type { Policy, Rule } from "./policy.ts";
import { resolvePeople } from "./resolve-people.ts";
import { storable } from "./storable.ts";

/** Somebody who is told. */
export interface Told {
  /** Rocket.Chat username. */
  recipient: string;
  /** What in the rule chose this person: `pusher`, `author jane@example.com`, `@release-captain`. */
  because: string;
  /** E-mail addresses, in lower case, by which the rule found this person among the commits' authors. */
  authorEmails?: readonly string[];
}

/** Somebody whom the rule names but who is not told. */
export interface Skipped {
  /** GitLab username or commit e-mail; the name alone where the payload has neither. */
  person: string;
  reason: "unmapped_user" | "self";
}

/** Whether a webhook is a duplicate is known to the outbox alone. */
type UntoldReason = Exclude<IgnoreReason, "duplicate">;

/** `rule` is the position in the file, from 1. */
export type Decision =
  | { status: "notify"; rule: number; recipients: Told[]; skipped: Skipped[] }
  | { status: "ignored"; reason: UntoldReason; detail: string; rule?: number; skipped: Skipped[] };

/** Who is told about an event, and why; or why nobody is. Nobody is ever guessed. */
export function decide(event: GitLabEvent, policy: Policy): Decision {
  if (event.kind === "unsupported") return ignored("unsupported_event", event.detail);
  const { username } = event.actor;
  if (username !== undefined && policy.isIgnoredPusher(username)) {
    return ignored("bot_pusher", `${shown(username)} matches ignore_pushers.`);
  }
  const matching = policy.rules.filter((rule) => matchesPlace(rule, event));
  const rule = matching.find(({ events }) => events.has(event.kind));
  if (rule) return resolve(event, rule, policy);
  const place = `${shown(event.project.path) || "a project without a path"}, ${shown(event.ref) || "no ref"}`;
  return matching.length > 0
    ? ignored("event_not_enabled", `No rule for ${place} lists ${event.kind} events.`)
    : ignored("no_rule", `No rule matches ${place}.`);
}

function matchesPlace({ matchesProject, matchesRef }: Rule, { project, ref }: TellableEvent): boolean {
  return matchesProject(project.path) && matchesRef(ref);
}

function resolve(event: TellableEvent, rule: Rule, policy: Policy): Decision {
  const position = policy.rules.indexOf(rule) + 1;
  const { recipients, skipped } = resolvePeople(event, rule, policy.people);
  if (recipients.length > 0) return { status: "notify", rule: position, recipients, skipped };
  const detail = `Rule ${position} matches, but of the people it names none is told.`;
  return { ...ignored("no_recipient", detail), rule: position, skipped };
}

function ignored(reason: UntoldReason, detail: string): Decision & { status: "ignored" } {
  return { status: "ignored", reason, detail, skipped: [] };
}

/** Short enough for an answer and a log line, however long the payload's text is. */
function shown(text: string): string {
  return storable(text, 255);
}
