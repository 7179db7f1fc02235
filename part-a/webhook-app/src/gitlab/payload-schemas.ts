import { z } from "@hono/zod-openapi";

/**
 * What we read of each kind's payload, and nothing more: GitLab adds fields with every version and leaves others out
 * or null, so unknown ones are dropped and only what a message cannot be made without is required. Recorded payloads
 * lack `user_username`, `checkout_sha`, `last_commit`, `total_commits_count` and more, or hold abbreviated SHAs.
 */
const text = z.string().nullish();
const number = z.number().nullish();
const flag = z.boolean().nullish();

const ProjectSchema = z
  .object({ id: number, name: text, path_with_namespace: text, default_branch: text, web_url: text })
  .nullish()
  .openapi({
    example: {
      id: 15,
      name: "api",
      path_with_namespace: "platform/api",
      default_branch: "main",
      web_url: "https://gitlab.example.com/platform/api",
    },
  });

const PersonFields = { id: number, name: text, username: text };

const PersonSchema = z.object(PersonFields).nullish();

const PeopleSchema = z.array(z.object(PersonFields)).nullish();

const CommitSchema = z
  .object({
    id: z.string().openapi({ description: "Full SHA.", example: "da1560886d4f094c3e6c9ef40349f7d38b5d27d7" }),
    title: text,
    message: text,
    url: text,
    author: z.object({ name: text, email: text }).nullish(),
  })
  .openapi({ description: "A commit." });

const sha = (description: string, example: string) => z.string().openapi({ description, example });

export const PushFields = {
  ref: z.string().openapi({ description: "Full name of the ref.", example: "refs/heads/main" }),
  ref_protected: flag.openapi({ example: true }),
  before: sha("What the ref pointed to; all zeros when it is new.", "95790bf891e76fee5e1747ab589903a6a1f80f22"),
  after: sha("What it points to now; all zeros when it was deleted.", "da1560886d4f094c3e6c9ef40349f7d38b5d27d7"),
  checkout_sha: text.openapi({
    description: "The commit, where `after` is an annotated tag's own object; null for a deletion.",
    example: "da1560886d4f094c3e6c9ef40349f7d38b5d27d7",
  }),
  user_name: text.openapi({ example: "Jane Doe" }),
  user_username: text.openapi({ description: "The pusher's GitLab username.", example: "j.doe" }),
  project_id: number.openapi({ example: 15 }),
  project: ProjectSchema,
  commits: z
    .array(CommitSchema)
    .nullish()
    .openapi({
      description: "The newest 20 at most.",
      example: [
        {
          id: "da1560886d4f094c3e6c9ef40349f7d38b5d27d7",
          title: "Fix the typo in the README",
          url: "https://gitlab.example.com/platform/api/-/commit/da1560886d4f094c3e6c9ef40349f7d38b5d27d7",
          author: { name: "Jane Doe", email: "jane@example.com" },
        },
      ],
    }),
  total_commits_count: number.openapi({ description: "How many there are really.", example: 1 }),
};

export const MergeRequestFields = {
  user: PersonSchema,
  assignees: PeopleSchema,
  reviewers: PeopleSchema,
  project: ProjectSchema,
  object_attributes: z
    .object({
      action: text,
      author_id: number,
      iid: number,
      title: text,
      url: text,
      source_branch: text,
      target_branch: text,
      updated_at: text,
      oldrev: text.openapi({ description: "Only there when new commits were pushed." }),
      last_commit: CommitSchema.nullish(),
    })
    .nullish(),
};

export const PipelineFields = {
  user: PersonSchema,
  project: ProjectSchema,
  object_attributes: z
    .object({
      id: number,
      ref: text,
      tag: flag,
      protected_ref: flag,
      sha: text,
      source: text.openapi({ example: "push" }),
      status: text,
      url: text,
      finished_at: text,
    })
    .nullish(),
  builds: z.array(z.object({ name: text, status: text, allow_failure: flag })).nullish(),
  commit: CommitSchema.nullish(),
};

export const NoteFields = {
  event_type: text.openapi({ description: "`confidential_note` where not everybody may read it." }),
  user: PersonSchema,
  project: ProjectSchema,
  object_attributes: z
    .object({ id: number, action: text, note: text, internal: flag, url: text, updated_at: text })
    .nullish(),
  commit: CommitSchema.nullish(),
  merge_request: z
    .object({ iid: number, title: text, target_branch: text, last_commit: CommitSchema.nullish() })
    .nullish(),
};

export const ReleaseFields = {
  project: ProjectSchema,
  action: text,
  name: text,
  tag: text,
  url: text,
  commit: CommitSchema.nullish(),
};

/** The kinds that can lead to a message, as `object_kind` (or a system hook's `event_name`) names them. */
export const FIELDS_BY_KIND = {
  push: PushFields,
  tag_push: PushFields,
  merge_request: MergeRequestFields,
  pipeline: PipelineFields,
  note: NoteFields,
  release: ReleaseFields,
};

export type DeliverableKind = keyof typeof FIELDS_BY_KIND;

export const DELIVERABLE_KINDS = [
  "push",
  "tag_push",
  "merge_request",
  "pipeline",
  "note",
  "release",
] as const satisfies readonly DeliverableKind[];
