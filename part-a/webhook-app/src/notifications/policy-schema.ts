import { z } from "zod";
import { DELIVERABLE_KINDS } from "../gitlab/kinds.ts";

/** Rocket.Chat's own rule for usernames (its setting UTF8_User_Names_Validation as delivered). */
const USERNAME = "[0-9a-zA-Z-_.]+";

const expectedUsername = "a Rocket.Chat username (letters, digits, - _ .)";

const username = z.string().regex(new RegExp(`^${USERNAME}$`), `is not ${expectedUsername}`);

const globs = z.array(z.string().min(1, "is empty; expected a glob")).min(1, "is empty; expected at least one glob");

const RuleSchema = z
  .strictObject({
    projects: globs
      .default(["**"])
      .describe("Which projects, by full path, without case. `*` does not cross a slash, `**` does. Default: all."),
    refs: globs
      .default(["**"])
      .describe(
        "Which branches and tags, without refs/heads/ or refs/tags/; the target branch of a merge request. `*` matches anything. Default: all, and a comment on a commit, which has none, is matched by this alone.",
      ),
    events: z
      .array(z.enum(DELIVERABLE_KINDS))
      .min(1, "is empty; expected at least one event")
      .default(["push", "tag_push"])
      .describe("Which events; of pipelines only failed ones are told."),
    notify: z
      .array(
        z
          .string()
          .regex(new RegExp(`^(pusher|authors|@${USERNAME})$`), `is not pusher, authors or @ and ${expectedUsername}`),
      )
      .min(1, "is empty; expected pusher, authors or @username")
      .describe("Who is told: the person who pushed or acted, the commits' authors, or a Rocket.Chat user by name."),
    skip_self: z.boolean().default(false).describe("Nobody is told of what they did themselves."),
  })
  .describe("Who is told about what. The first rule that matches counts.");

/** The recipients file as it is written. */
export const PolicySchema = z.strictObject({
  rules: z.array(RuleSchema).min(1, "is empty; expected at least one rule"),
  people: z
    .record(z.string().min(1), username)
    .default({})
    .describe(
      "GitLab username, or e-mail address of commits, to Rocket.Chat username. Keys are compared without case.",
    ),
  ignore_pushers: z
    .array(z.string().min(1, "is empty; expected a glob"))
    .default([])
    .describe("Globs of GitLab usernames whose pushes nobody is told about, such as bots. Without case."),
});

export type PolicyFile = z.output<typeof PolicySchema>;
