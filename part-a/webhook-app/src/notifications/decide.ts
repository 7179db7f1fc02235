import type { GitLabEvent, NotifiableEvent } from "../gitlab/event.ts";
import type { Decision, DecisionReason } from "./decision.ts";
import type { Policy, Rule } from "./policy.ts";
import { resolvePeople } from "./resolve-people.ts";
import { storable } from "./storable.ts";

/** Who is notified of an event, and why; or why nobody is. Never guesses a person. */
export function decide(event: GitLabEvent, policy: Policy): Decision {
  if (event.kind === "unsupported") return ignored("unsupported_event", event.detail);
  if (event.kind === "pipeline" && event.isChildPipeline) {
    return ignored(
      "unsupported_event",
      "Child pipelines do not produce notifications: the pipeline that started it fails with it.",
    );
  }
  const { username } = event.actor;
  if (username !== undefined && policy.isIgnoredPusher(username)) {
    return ignored("bot_pusher", `${shown(username)} matches ignore_pushers.`);
  }
  const inPlace = policy.rules.filter((rule) => matchesPlace(rule, event));
  const rule = inPlace.find((rule) => matchesEvent(rule, event));
  return rule ? resolve(event, rule, policy) : unmatched(event, inPlace);
}

function matchesPlace(rule: Rule, event: NotifiableEvent): boolean {
  const { project, ref } = event;
  return (
    rule.matchesProject(project.path) &&
    rule.matchesRef(ref) &&
    (!rule.defaultBranchOnly || (isOfBranch(event) && ref === project.defaultBranch)) &&
    (!rule.protectedOnly || isOfProtectedBranch(event))
  );
}

/** Whether `ref` is a branch: a tag may have the default branch's name. */
function isOfBranch(event: NotifiableEvent): boolean {
  return event.kind !== "tag_push" && event.kind !== "release" && !(event.kind === "pipeline" && event.isTag);
}

function isOfProtectedBranch(event: NotifiableEvent): boolean {
  return isOfBranch(event) && "refProtected" in event && event.refProtected === true;
}

function matchesEvent(rule: Rule, event: NotifiableEvent): boolean {
  return (
    rule.events.has(event.kind) &&
    (!("change" in event) || rule.changes.has(event.change)) &&
    (event.kind !== "note" || !event.confidential || rule.confidential) &&
    // For somebody without a username only lists of exclusions and `*` match.
    rule.matchesPusher(event.actor.username ?? "")
  );
}

function unmatched(event: NotifiableEvent, inPlace: readonly Rule[]): Decision {
  const place = `${shown(event.project.path) || "a project without a path"}, ${shown(event.ref) || "no ref"}`;
  if (inPlace.length === 0) return ignored("no_rule", `No rule matches ${place}.`);
  if (!inPlace.some(({ events }) => events.has(event.kind))) {
    return ignored("event_not_enabled", `No rule for ${place} lists ${event.kind} events.`);
  }
  if (event.kind === "note" && event.confidential) {
    return ignored(
      "event_not_enabled",
      `No rule for ${place} has \`confidential: true\`, and this comment is confidential.`,
    );
  }
  const what = "change" in event ? `with changes: [${event.change}]` : "of this kind";
  const who = shown(event.actor.username ?? "") || "somebody without a username";
  return ignored("no_rule", `No rule for ${place} matches ${event.kind} events ${what} by ${who}.`);
}

function resolve(event: NotifiableEvent, rule: Rule, policy: Policy): Decision {
  const position = policy.rules.indexOf(rule) + 1;
  if (rule.notify.length === 0) {
    return {
      ...ignored("silenced", `Rule ${position} matches, and notifies nobody on purpose (\`notify: []\`).`),
      rule: position,
    };
  }
  const { recipients, skipped } = resolvePeople(event, rule, policy);
  if (recipients.length > 0) return { status: "notify", rule: position, recipients, skipped };
  const detail = `Rule ${position} matches, but none of the people it names can be notified.${whyNone(event, rule)}`;
  return { ...ignored("no_recipient", detail), rule: position, skipped };
}

function whyNone(event: NotifiableEvent, { notify }: Rule): string {
  return event.kind === "push" && event.change === "created" && notify.includes("authors")
    ? " Authors are not notified of a created branch: its commits are its history."
    : "";
}

function ignored(reason: DecisionReason, detail: string): Decision & { status: "ignored" } {
  return { status: "ignored", reason, detail, skipped: [] };
}

/** Shortens a payload's text for an answer and a log line. */
function shown(text: string): string {
  return storable(text, 255);
}
