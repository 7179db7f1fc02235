import { comparableName } from "./comparable.ts";
import { includedGlobs, listCovers, readEntry, REF_GLOBS, PROJECT_GLOBS, USERNAME_GLOBS } from "./glob-list.ts";
import { coversGlob, type GlobOptions } from "./glob.ts";
import type { PolicyFile, RuleEntry } from "./policy-schema.ts";
import type { Mistake } from "./read-yaml.ts";
import { idleParts } from "./idle-parts.ts";
import { unreachableRules } from "./unreachable-rules.ts";

/** Mistakes that a schema cannot find in a recipients file: contradictions, and parts that can never have an effect. */
export function findMistakes(file: PolicyFile): Mistake[] {
  return [
    ...file.rules.flatMap((rule, at) => [
      ...idleParts(rule, ["rules", at]),
      ...idleExclusions(rule, ["rules", at]),
      ...unknownGroups(rule, file, ["rules", at]),
      ...ignoredPushers(rule, file, ["rules", at]),
    ]),
    ...unreachableRules(file),
    ...duplicatePeople(file),
  ];
}

/** Two keys that differ only in case name the same person: which one counts would be arbitrary. */
function duplicatePeople({ people }: PolicyFile): Mistake[] {
  const first = new Map<string, string>();
  return Object.keys(people).flatMap((person) => {
    const other = first.get(comparableName(person));
    if (other === undefined) first.set(comparableName(person), person);
    return other === undefined
      ? []
      : [{ path: ["people", person], message: `is the same person as ${other}: names are compared ignoring case` }];
  });
}

function unknownGroups({ notify }: RuleEntry, { groups }: PolicyFile, path: PropertyKey[]): Mistake[] {
  const names = Object.keys(groups);
  const known = new Set(names.map((name) => name.normalize("NFC")));
  return notify.flatMap((entry, at) => {
    if (!entry.startsWith("%") || known.has(entry.slice(1).normalize("NFC"))) return [];
    const there = names.length > 0 ? `there are ${names.map((name) => `%${name}`).join(", ")}` : "there are none";
    return [
      {
        path: [...path, "notify", at],
        message: `${entry} is not in groups, where ${there}; add it or correct the name`,
      },
    ];
  });
}

function ignoredPushers(
  { pushers }: RuleEntry,
  { ignore_pushers: ignored }: PolicyFile,
  path: PropertyKey[],
): Mistake[] {
  if (!includedGlobs(pushers).every((glob) => listCovers(ignored, glob, USERNAME_GLOBS))) return [];
  return [
    {
      path: [...path, "pushers"],
      message: "never match: ignore_pushers comes first, and ignores them all; remove them there",
    },
  ];
}

const LISTS = [
  ["projects", PROJECT_GLOBS],
  ["refs", REF_GLOBS],
  ["pushers", USERNAME_GLOBS],
] as const;

function idleExclusions(rule: RuleEntry, path: PropertyKey[]): Mistake[] {
  return LISTS.flatMap(([key, options]) =>
    idleEntries(rule[key], options).map(({ at, message }) => ({ path: [...path, key, at], message })),
  );
}

/** The last match counts: an exclusion needs something before it, and cancels what it covers. */
function idleEntries(list: readonly string[], options: GlobOptions): { at: number; message: string }[] {
  const firstIncluded = list.findIndex((entry) => !entry.startsWith("!"));
  if (firstIncluded === -1) return [];
  return list.flatMap((entry, at) => {
    const { glob, excludes } = readEntry(entry);
    if (excludes && at < firstIncluded) {
      return [{ at, message: `excludes nothing: later entries win, so put "${entry}" after them` }];
    }
    const later = list
      .slice(at + 1)
      .map(readEntry)
      .find((other) => other.excludes && coversGlob(other.glob, glob, options));
    if (excludes || !later) return [];
    return [{ at, message: `never counts: "!${later.glob}" after it excludes all of it again` }];
  });
}
