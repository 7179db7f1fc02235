import { z } from "zod";
import { DELIVERABLE_KINDS } from "../gitlab/kinds.ts";
import { groupName, personKey, projectGlob, refGlob, rocketChatUsername, usernameGlob, whom } from "./policy-texts.ts";

/** What happens to a branch or tag; `no_commits` in place of `updated` where a push to an existing branch brings none. */
const CHANGES = ["created", "updated", "deleted", "no_commits"] as const;

const ONLY_TRUE = {
  error: "only true can be said; leave it out where it does not matter, and put a rule for it above where it does",
};

/** A key that the schema does not have is nearly always one of these, misspelt. */
const onlyThese = (shape: object): z.core.$ZodErrorMap => {
  const message = `is not a known key; expected one of ${Object.keys(shape).join(", ")}`;
  return ({ code }) => (code === "unrecognized_keys" ? message : undefined);
};

const RULE = {
  projects: z
    .array(projectGlob)
    .min(1, "is empty; expected at least one glob")
    .default(["**"])
    .describe(
      "Which projects, by full path, without case. `*` does not cross a slash, `**` does, `!` in front takes out again. Default: all.",
    ),
  refs: z
    .array(refGlob)
    .min(1, "is empty; expected at least one glob")
    .default(["**"])
    .describe(
      "Which branches and tags, without refs/heads/ or refs/tags/; the target branch of a merge request. `*` matches anything, `!` in front takes out again. Default: all, and a comment on a commit, which has none, is matched by this alone.",
    ),
  default_branch: z.literal(true, ONLY_TRUE).optional().describe("Only the project's default branch; never a tag."),
  protected: z
    .literal(true, ONLY_TRUE)
    .optional()
    .describe("Only protected branches, of pushes and pipelines; never a tag."),
  pushers: z
    .array(usernameGlob)
    .min(1, "is empty; expected at least one glob")
    .default(["**"])
    .describe("By whom, as GitLab usernames without case; `!` in front takes out again. Default: anybody."),
  changes: z
    .array(z.enum(CHANGES))
    .min(1, "is empty; expected at least one change")
    .default([...CHANGES])
    .describe("What happened to the branch or tag; says nothing about other events. Default: anything."),
  events: z
    .array(z.enum(DELIVERABLE_KINDS))
    .min(1, "is empty; expected at least one event")
    .default(["push", "tag_push"])
    .describe("Which events; of pipelines only failed ones are told."),
  confidential: z.boolean().default(false).describe("Confidential comments too, to everybody whom this rule names."),
  notify: z
    .array(whom)
    .describe(
      "Who is told: the person who pushed or acted, the commits' authors, a merge request's reviewers, assignees or author, a %group, a Rocket.Chat user by @name. Nobody: [].",
    ),
  skip_self: z.boolean().default(false).describe("Nobody is told of what they did themselves."),
};

const RuleSchema = z
  .strictObject(RULE, { error: onlyThese(RULE) })
  .describe("Who is told about what. All that a rule says must be so; the first rule that matches counts.");

const FILE = {
  rules: z.array(RuleSchema).min(1, "is empty; expected at least one rule"),
  groups: z
    .record(groupName, z.array(rocketChatUsername).min(1, "is empty; expected at least one Rocket.Chat username"))
    .default({})
    .describe("Rocket.Chat usernames that rules name together, as %group."),
  people: z
    .record(personKey, rocketChatUsername.nullable())
    .default({})
    .describe(
      "GitLab username, or e-mail address of commits, to Rocket.Chat username, or null for somebody who is never told. Keys are compared without case.",
    ),
  same_usernames: z
    .boolean()
    .default(false)
    .describe(
      "Whoever is not in people has the same username in Rocket.Chat as in GitLab. Of e-mail addresses only GitLab's own private ones name a username.",
    ),
  ignore_pushers: z
    .array(usernameGlob)
    .default([])
    .describe("Globs of GitLab usernames whose pushes nobody is told about, such as bots. Without case."),
};

/** The recipients file as it is written. */
export const PolicySchema = z.strictObject(FILE, { error: onlyThese(FILE) });

export type PolicyFile = z.output<typeof PolicySchema>;

export type RuleEntry = PolicyFile["rules"][number];
