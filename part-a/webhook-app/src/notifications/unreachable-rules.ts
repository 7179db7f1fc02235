import type { PushEvent } from "../gitlab/kinds/push.ts";
import type { NotifiableKind } from "../gitlab/kinds.ts";
import { includedGlobs, listCovers, PROJECT_GLOBS, REF_GLOBS, USERNAME_GLOBS } from "./glob-list.ts";
import type { GlobOptions } from "./glob.ts";
import type { PolicyFile, RuleEntry } from "./policy-schema.ts";
import type { Mistake } from "./read-yaml.ts";

/** A part of what a rule matches: one entry of each list. */
interface Part {
  kind: NotifiableKind;
  change: PushEvent["change"] | undefined;
  project: string;
  ref: string;
  confidential: boolean;
}

/** Rules that can never match, because rules above match all of their parts. */
export function unreachableRules({ rules }: PolicyFile): Mistake[] {
  return rules.flatMap((rule, at) => {
    const takers = takersOf(rule, rules.slice(0, at));
    if (!takers || takers.length === 0) return [];
    const positions = takers.map((taker) => taker + 1).join(", ");
    const who = takers.length === 1 ? `rule ${positions} matches` : `rules ${positions} match`;
    return [
      {
        path: ["rules", at],
        message: `can never be reached: ${who} everything first; move this rule up, or narrow the rules above`,
      },
    ];
  });
}

/** The positions of the rules that together match everything of this one; undefined if something may be left. */
function takersOf(rule: RuleEntry, above: readonly RuleEntry[]): number[] | undefined {
  const takers = new Set<number>();
  for (const part of partsOf(rule)) {
    const taker = above.findIndex((other) => takes(other, part, rule));
    if (taker === -1) return undefined;
    takers.add(taker);
  }
  return [...takers].sort((a, b) => a - b);
}

function* partsOf(rule: RuleEntry): Generator<Part> {
  for (const kind of rule.events) {
    const changes = kind === "push" || kind === "tag_push" ? rule.changes : [undefined];
    for (const change of changes) {
      if (kind === "tag_push" && change === "no_commits") continue;
      for (const project of includedGlobs(rule.projects)) {
        for (const ref of includedGlobs(rule.refs)) {
          yield { kind, change, project, ref, confidential: kind === "note" && rule.confidential };
        }
      }
    }
  }
}

function takes(other: RuleEntry, { kind, change, project, ref, confidential }: Part, rule: RuleEntry): boolean {
  return (
    other.events.includes(kind) &&
    (change === undefined || other.changes.includes(change)) &&
    (!confidential || other.confidential) &&
    (!other.default_branch || rule.default_branch === true) &&
    (!other.protected || rule.protected === true) &&
    includedGlobs(rule.pushers).every((pusher) => takesGlob(other.pushers, pusher, rule.pushers, USERNAME_GLOBS)) &&
    takesGlob(other.projects, project, rule.projects, PROJECT_GLOBS) &&
    takesGlob(other.refs, ref, rule.refs, REF_GLOBS)
  );
}

/** Exclusions may leave something, unless the lower rule has the same ones. */
function takesGlob(list: readonly string[], glob: string, lower: readonly string[], options: GlobOptions): boolean {
  return JSON.stringify(list) === JSON.stringify(lower) || listCovers(list, glob, options);
}
