import type { DeliverableKind } from "../gitlab/kinds.ts";
import { compileGlob, type GlobOptions, type Matcher } from "./glob.ts";
import { PolicySchema, type PolicyFile } from "./policy-schema.ts";
import { readYaml } from "./read-yaml.ts";

export { PolicySchema };

export interface Rule {
  matchesProject: Matcher;
  matchesRef: Matcher;
  events: ReadonlySet<DeliverableKind>;
  /** `pusher`, `authors`, or `@` and a Rocket.Chat username. */
  notify: readonly string[];
  skipSelf: boolean;
}

/** Who is told about what, ready to be asked. */
export interface Policy {
  rules: readonly Rule[];
  /** Rocket.Chat username by GitLab username or commit e-mail, in lower case. */
  people: ReadonlyMap<string, string>;
  isIgnoredPusher: Matcher;
}

/**
 * Reads the recipients file.
 *
 * @param file its name, for the messages.
 * @throws one Error that lists every mistake, a line each: `file:line: key: what is wrong`.
 */
export function parsePolicy(yamlText: string, file: string): Policy {
  return compile(readYaml(yamlText, file, PolicySchema, duplicatePeople));
}

/** Tells one Rocket.Chat user about every push and tag push, without a file. */
export function singleRecipientPolicy(username: string): Policy {
  const rule = { projects: ["**"], refs: ["**"], events: ["push" as const, "tag_push" as const], skip_self: false };
  return compile({ rules: [{ ...rule, notify: [`@${username}`] }], people: {}, ignore_pushers: [] });
}

function compile({ rules, people, ignore_pushers: ignored }: PolicyFile): Policy {
  return {
    rules: rules.map((rule) => ({
      matchesProject: anyGlob(rule.projects, { slashes: true, ignoreCase: true }),
      matchesRef: anyGlob(rule.refs, { slashes: false, ignoreCase: false }),
      events: new Set(rule.events),
      notify: rule.notify,
      skipSelf: rule.skip_self,
    })),
    people: new Map(Object.entries(people).map(([person, recipient]) => [person.toLowerCase(), recipient])),
    isIgnoredPusher: anyGlob(ignored, { slashes: false, ignoreCase: true }),
  };
}

function anyGlob(globs: readonly string[], options: GlobOptions): Matcher {
  const matchers = globs.map((glob) => compileGlob(glob, options));
  return (text) => matchers.some((matches) => matches(text));
}

/** Two keys that differ in case alone name the same person: which of them counts would be chance. */
function duplicatePeople({ people }: PolicyFile) {
  const first = new Map<string, string>();
  return Object.keys(people).flatMap((person) => {
    const other = first.get(person.toLowerCase());
    if (other === undefined) first.set(person.toLowerCase(), person);
    return other === undefined
      ? []
      : [{ path: ["people", person], message: `is the same person as ${other}: names are compared without case` }];
  });
}
