import { z } from "zod";
import { NOTIFIABLE_KINDS } from "../gitlab/kinds.ts";
import { groupName, personKey, projectGlob, refGlob, rocketChatUsername, usernameGlob, whom } from "./policy-texts.ts";

/** Changes of a branch or tag; `no_commits` replaces `updated` if a push to an existing branch brings no commits. */
const CHANGES = ["created", "updated", "deleted", "no_commits"] as const;

const ONLY_TRUE = {
  error: "can only be true; leave it out if it does not matter, and put a rule with it above if it does",
};

/** An unknown key is nearly always one of these, misspelt. */
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
      "Which projects, by full path, ignoring case. `*` does not match a slash, `**` does, a leading `!` excludes. Default: all.",
    ),
  refs: z
    .array(refGlob)
    .min(1, "is empty; expected at least one glob")
    .default(["**"])
    .describe(
      "Which branches and tags, without refs/heads/ or refs/tags/; the target branch of a merge request. `*` matches anything, a leading `!` excludes. Default: all; a comment on a commit has no ref, and only the default matches it.",
    ),
  default_branch: z.literal(true, ONLY_TRUE).optional().describe("Only the project's default branch; never a tag."),
  protected: z
    .literal(true, ONLY_TRUE)
    .optional()
    .describe("Only protected branches, for pushes and pipelines; never a tag."),
  pushers: z
    .array(usernameGlob)
    .min(1, "is empty; expected at least one glob")
    .default(["**"])
    .describe("Who pushed or acted, as GitLab usernames, ignoring case; a leading `!` excludes. Default: anybody."),
  changes: z
    .array(z.enum(CHANGES))
    .min(1, "is empty; expected at least one change")
    .default([...CHANGES])
    .describe("What happened to the branch or tag; does not restrict other events. Default: anything."),
  events: z
    .array(z.enum(NOTIFIABLE_KINDS))
    .min(1, "is empty; expected at least one event")
    .default(["push", "tag_push"])
    .describe("Which events; only failed pipelines count."),
  confidential: z
    .boolean()
    .default(false)
    .describe("Confidential comments too; everybody whom this rule notifies can read them."),
  notify: z
    .array(whom)
    .describe(
      "Who is notified: the person who pushed or acted, the commits' authors, a merge request's reviewers, assignees or author, a %group, a Rocket.Chat user as @name. Nobody: [].",
    ),
  skip_self: z.boolean().default(false).describe("Nobody is notified of what they did themselves."),
};

const RuleSchema = z
  .strictObject(RULE, { error: onlyThese(RULE) })
  .describe("Who is notified of what. All keys of a rule must match; the first matching rule counts.");

const FILE = {
  rules: z.array(RuleSchema).min(1, "is empty; expected at least one rule"),
  groups: z
    .record(groupName, z.array(rocketChatUsername).min(1, "is empty; expected at least one Rocket.Chat username"))
    .default({})
    .describe("Groups of Rocket.Chat usernames, for rules to name as %group."),
  people: z
    .record(personKey, rocketChatUsername.nullable())
    .default({})
    .describe(
      "GitLab username or commit e-mail to Rocket.Chat username, or null for somebody who is never notified. Keys are compared ignoring case.",
    ),
  same_usernames: z
    .boolean()
    .default(false)
    .describe(
      "People who are not in people have the same username in Rocket.Chat as in GitLab. Of e-mail addresses, only GitLab's private ones count as a username.",
    ),
  ignore_pushers: z
    .array(usernameGlob)
    .default([])
    .describe("Globs of GitLab usernames whose pushes nobody is notified of, such as bots. Case is ignored."),
};

/** The form of the recipients file. */
export const PolicySchema = z.strictObject(FILE, { error: onlyThese(FILE) });

export type PolicyFile = z.output<typeof PolicySchema>;

export type RuleEntry = PolicyFile["rules"][number];
