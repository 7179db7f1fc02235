import { z } from "@hono/zod-openapi";
import { byName } from "../contract/by-name.ts";

/**
 * Parts that several kinds of payload share. Only fields that we use are read, and no others are required: GitLab adds
 * fields with every version and omits others or sends null. Recorded payloads lack `user_username`, `checkout_sha`,
 * `last_commit`, `total_commits_count` and more, or have abbreviated SHAs.
 */

/** A field that decides who is notified of which commit, and so must have this type. */
export const text = z.string().nullish();

export const flag = z.boolean().nullish();

export const id = byName(
  z
    .union([z.number().openapi({ format: "double" }), z.string()])
    .openapi("GitLabId", { description: "Some senders write numbers as text." }),
).nullish();

/**
 * A field that messages only show, or that identifies a duplicate: of any type. GitLab does not retry a rejected
 * webhook, so a message without a title is better than none. `shownText` and `shownNumber` read it.
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
