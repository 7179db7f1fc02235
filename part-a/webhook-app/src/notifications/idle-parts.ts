import type { NotifiableKind } from "../gitlab/kinds.ts";
import type { RuleEntry } from "./policy-schema.ts";
import type { Mistake } from "./read-yaml.ts";

/**
 * The kinds of events that can satisfy a key; a tag has neither, and a merge request does not say whether its branch is
 * protected.
 */
const KINDS_OF = {
  default_branch: ["push", "merge_request", "pipeline", "note"],
  protected: ["push", "pipeline"],
  changes: ["push", "tag_push"],
  confidential: ["note"],
  reviewers: ["merge_request"],
  assignees: ["merge_request"],
  author: ["merge_request"],
} as const satisfies Record<string, readonly NotifiableKind[]>;

/** Parts of a rule that none of its events can ever satisfy. */
export function idleParts(rule: RuleEntry, path: PropertyKey[]): Mistake[] {
  const isIdle = (what: keyof typeof KINDS_OF) => !KINDS_OF[what].some((kind) => rule.events.includes(kind));
  const remedy = (what: keyof typeof KINDS_OF) =>
    `${rule.events.join(", ")} events do not have it; add ${KINDS_OF[what].join(" or ")} to events, or remove it`;
  const keys = (["default_branch", "protected", "confidential"] as const)
    .filter((key) => rule[key] && isIdle(key))
    .map((key) => ({ path: [...path, key], message: `has no effect: ${remedy(key)}` }));
  const roles = rule.notify.flatMap((entry, at) =>
    (entry === "reviewers" || entry === "assignees" || entry === "author") && isIdle(entry)
      ? [{ path: [...path, "notify", at], message: `${entry} names nobody: ${remedy(entry)}` }]
      : [],
  );
  return [...keys, ...idleChanges(rule, path), ...roles, ...silentEvents(rule, path)];
}

function idleChanges({ changes, events }: RuleEntry, path: PropertyKey[]): Mistake[] {
  const isDefault = changes.length === 4;
  if (isDefault) return [];
  if (!events.includes("push") && !events.includes("tag_push")) {
    return [
      {
        path: [...path, "changes"],
        message: "has no effect: it applies to push and tag_push events, and events lists neither",
      },
    ];
  }
  const at = changes.indexOf("no_commits");
  if (at === -1 || events.includes("push")) return [];
  return [{ path: [...path, "changes", at], message: "never happens to a tag: it applies to push events" }];
}

/** Events of which none of the named people is ever notified. */
function silentEvents({ events, changes, notify, skip_self: skipSelf }: RuleEntry, path: PropertyKey[]): Mistake[] {
  if (notify.length === 0) return [];
  const release = events.indexOf("release");
  const onlyThePusher = notify.every((entry) => entry === "pusher");
  if (release !== -1 && onlyThePusher) {
    return [
      {
        path: [...path, "events", release],
        message:
          "notifies nobody: GitLab does not say who made a release, so pusher names nobody; add @username, %group or authors",
      },
    ];
  }
  const nobody = (why: string) => [{ path: [...path, "notify"], message: `names nobody: ${why}` }];
  if (skipSelf && onlyThePusher) {
    return nobody("skip_self leaves out whoever pushed; remove it, or name somebody else");
  }
  if (!notify.every((entry) => entry === "authors") || events.some((kind) => hasNews(kind, changes))) return [];
  return nobody(
    "only an updated branch, or a created or updated tag, has commits whose authors are notified; add updated to changes, or name somebody else",
  );
}

/** Whether there are commits whose authors are notified. */
function hasNews(kind: NotifiableKind, changes: RuleEntry["changes"]): boolean {
  if (kind === "push") return changes.includes("updated");
  return kind !== "tag_push" || changes.includes("updated") || changes.includes("created");
}
