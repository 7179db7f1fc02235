import { z } from "@hono/zod-openapi";
import { byName } from "../contract/by-name.ts";

/**
 * What several kinds of payload share. Only what is used is read, and nothing more is required: GitLab adds fields with every
 * version and leaves others out or null. Recorded payloads lack `user_username`, `checkout_sha`, `last_commit`,
 * `total_commits_count` and more, or hold abbreviated SHAs.
 */

/** What decides who is notified of which commit; of another type it could not. */
export const text = z.string().nullish();

export const flag = z.boolean().nullish();

export const id = byName(
  z
    .union([z.number().openapi({ format: "double" }), z.string()])
    .openapi("GitLabId", { description: "Some senders write numbers as text." }),
).nullish();

/**
 * What a message only shows, or a duplicate is known by: of any type. GitLab does not repeat a webhook that was refused, so a
 * message without a title beats none. `shownText` and `shownNumber` make the best of it.
 */
export const shown = (example?: unknown, description?: string) =>
  z
    .unknown()
    .optional()
    .openapi({ ...(example !== undefined && { example }), ...(description && { description }) });

/** A SHA as GitLab writes it. */
export const sha = (description: string, example: string) => z.string().openapi({ description, example });

const KnownProjectSchema = z
  .object({ id, name: shown(), path_with_namespace: text, default_branch: text, web_url: shown() })
  .openapi("Project", {
    example: {
      id: 15,
      name: "api",
      path_with_namespace: "platform/api",
      default_branch: "main",
      web_url: "https://gitlab.example.com/platform/api",
    },
  });

export const ProjectSchema = byName(KnownProjectSchema).nullish();

const KnownPersonSchema = z.object({ id, name: shown(), username: text, email: shown() }).openapi("Person");

export const PersonSchema = byName(KnownPersonSchema).nullish();

export const PeopleSchema = z.array(KnownPersonSchema).nullish();

export const CommitSchema = z
  .object({
    id: z.string().openapi({ description: "Full SHA.", example: "da1560886d4f094c3e6c9ef40349f7d38b5d27d7" }),
    title: shown(),
    message: shown(),
    url: shown(),
    author: byName(z.object({ name: shown(), email: text }).openapi("CommitAuthor")).nullish(),
  })
  .openapi("Commit");

export type ProjectPayload = z.output<typeof ProjectSchema>;

export type PersonPayload = z.output<typeof PersonSchema>;

export type CommitPayload = z.output<typeof CommitSchema>;
