import type { GitLabEvent } from "../gitlab/event.ts";
import { eventLabel } from "../gitlab/event-label.ts";
import type { Place } from "../gitlab/read-place.ts";
import { MAX_SKIPPED, type WebhookSummary } from "../outbox/journal.ts";
import { comparableName } from "./comparable.ts";
import type { Decision } from "./decision.ts";
import { storable } from "./storable.ts";

/** GitLab allows paths and refs of 255 characters, as for notifications. */
const MAX_LENGTH = 255;
const MAX_PEOPLE = 100;
/** Reads only as many commits as there may be names, not all of a push of thousands. */
const MAX_COMMITS = MAX_PEOPLE;

/** What the journal keeps of a valid webhook. `place` is used if the event itself has no place. */
export function summarize(kind: string, event: GitLabEvent, decision: Decision, place: Place): WebhookSummary {
  const { rule = null, skipped } = decision;
  const { project, ref, sha, actor } = event.kind === "unsupported" ? place : placeOf(event);
  return {
    ...summarizePlace(kind, { project, ref, sha, actor }),
    rule,
    skipped: skipped.length > MAX_SKIPPED ? skipped.slice(0, MAX_SKIPPED) : skipped,
    people: peopleOf(actor, event, decision),
  };
}

/** The same for a rejected webhook. */
export function summarizePlace(kind: string, { project, ref, sha, actor }: Place): WebhookSummary {
  return {
    event: eventLabel(kind),
    project: storable(project, MAX_LENGTH),
    ref: storable(ref, MAX_LENGTH),
    sha: storable(sha, MAX_LENGTH).toLowerCase(),
    actor: storable(actor, MAX_LENGTH),
    rule: null,
    skipped: [],
    people: actor === "" ? [] : [nameOf(actor)],
  };
}

function placeOf({ project, ref, sha, actor }: Exclude<GitLabEvent, { kind: "unsupported" }>): Place {
  return { project: project.path, ref, sha, actor: actor.username ?? actor.name ?? "" };
}

/** Everybody by whom the webhook can be found: who acted, the commits' authors, who is notified, who is skipped. */
function peopleOf(actor: string, event: GitLabEvent, decision: Decision): string[] {
  const people = new Set<string>();
  if (actor !== "") people.add(nameOf(actor));
  if (decision.status === "notify") for (const { recipient } of decision.recipients) people.add(nameOf(recipient));
  // The authors of commits that GitLab did not send have no name.
  for (const { person, reason } of decision.skipped) if (reason !== "beyond_payload") people.add(nameOf(person));
  if (event.kind !== "unsupported") {
    for (const { author } of event.commits.slice(-MAX_COMMITS)) if (author.email) people.add(nameOf(author.email));
  }
  return people.size > MAX_PEOPLE ? [...people].slice(0, MAX_PEOPLE) : [...people];
}

function nameOf(name: string): string {
  return comparableName(storable(name, MAX_LENGTH));
}
