import type { PushEvent } from "../gitlab/kinds/push.ts";
import type { NotifiableKind } from "../gitlab/kinds.ts";
import { comparableName } from "./comparable.ts";
import type { Matcher } from "./glob.ts";
import { compileGlobs, PROJECT_GLOBS, REF_GLOBS, USERNAME_GLOBS } from "./glob-list.ts";
import { findMistakes } from "./policy-mistakes.ts";
import { PolicySchema, type PolicyFile, type RuleEntry } from "./policy-schema.ts";
import { readYaml } from "./read-yaml.ts";

export { PolicySchema };

export interface Rule {
  matchesProject: Matcher;
  matchesRef: Matcher;
  matchesPusher: Matcher;
  defaultBranchOnly: boolean;
  protectedOnly: boolean;
  events: ReadonlySet<NotifiableKind>;
  changes: ReadonlySet<PushEvent["change"]>;
  /** Whether it also applies to confidential comments. */
  confidential: boolean;
  /** `pusher`, `authors`, `reviewers`, `assignees`, `author`, `%` and a group, or `@` and a Rocket.Chat username. */
  notify: readonly string[];
  skipSelf: boolean;
}

/** Who is notified of what, in the form for deciding. */
export interface Policy {
  rules: readonly Rule[];
  /** Rocket.Chat username by comparable GitLab username or commit e-mail; null for somebody who is never notified. */
  people: ReadonlyMap<string, string | null>;
  /** Rocket.Chat usernames by the group's name in Unicode NFC. */
  groups: ReadonlyMap<string, readonly string[]>;
  sameUsernames: boolean;
  isIgnoredPusher: Matcher;
}

/**
 * Reads the recipients file.
 *
 * @param file its name, for the messages.
 * @throws one Error that lists every mistake, one line each: `file:line: where: what is wrong`.
 */
export function parsePolicy(yamlText: string, file: string): Policy {
  return compile(readYaml(yamlText, file, PolicySchema, findMistakes));
}

/** Notifies one Rocket.Chat user of every push and tag push, without a file. */
export function singleRecipientPolicy(username: string): Policy {
  const { rules, ...rest } = PolicySchema.parse({ rules: [{ notify: [] }] });
  return compile({ ...rest, rules: rules.map((rule) => ({ ...rule, notify: [`@${username}`] })) });
}

function compile(file: PolicyFile): Policy {
  return {
    rules: file.rules.map(compileRule),
    people: new Map(Object.entries(file.people).map(([person, recipient]) => [comparableName(person), recipient])),
    groups: new Map(Object.entries(file.groups).map(([name, members]) => [name.normalize("NFC"), members])),
    sameUsernames: file.same_usernames,
    isIgnoredPusher: compileGlobs(file.ignore_pushers, USERNAME_GLOBS),
  };
}

function compileRule(rule: RuleEntry): Rule {
  return {
    matchesProject: compileGlobs(rule.projects, PROJECT_GLOBS),
    matchesRef: compileGlobs(rule.refs, REF_GLOBS),
    matchesPusher: compileGlobs(rule.pushers, USERNAME_GLOBS),
    defaultBranchOnly: rule.default_branch ?? false,
    protectedOnly: rule.protected ?? false,
    events: new Set(rule.events),
    changes: new Set(rule.changes),
    confidential: rule.confidential,
    notify: rule.notify.map((entry) => entry.normalize("NFC")),
    skipSelf: rule.skip_self,
  };
}
