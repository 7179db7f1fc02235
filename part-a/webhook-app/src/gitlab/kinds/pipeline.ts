import { z } from "@hono/zod-openapi";
import { byName } from "../../contract/by-name.ts";
import { eventKind, type Payload } from "../event-kind.ts";
import type { BaseEvent, UnsupportedEvent } from "../event-parts.ts";
import { CommitSchema, flag, PersonSchema, ProjectSchema, shown, text } from "../payload-parts.ts";
import { readActor, readCommit, readBase, shownNumber, shownText, unsupported } from "../read-parts.ts";

const AttributesSchema = z
  .object({
    id: shown(31),
    ref: text.openapi({ example: "main" }),
    tag: flag,
    protected_ref: flag,
    sha: text.openapi({ example: "da1560886d4f094c3e6c9ef40349f7d38b5d27d7" }),
    source: text.openapi({ example: "push" }),
    status: text.openapi({ example: "failed" }),
    url: shown("https://gitlab.example.com/platform/api/-/pipelines/31"),
    finished_at: shown("2026-11-23 10:00:00 UTC"),
  })
  .openapi("PipelineAttributes");

const FIELDS = {
  user: PersonSchema,
  project: ProjectSchema,
  object_attributes: byName(AttributesSchema).nullish(),
  builds: shown([{ name: "test", status: "failed", allow_failure: false }], "Its jobs."),
  commit: byName(CommitSchema).nullish(),
};

/** A pipeline that failed. */
export interface PipelineEvent extends BaseEvent {
  kind: "pipeline";
  id: number | undefined;
  /** Whether it ran for a tag; then `ref` is the tag's name. */
  isTag: boolean;
  refProtected: boolean | undefined;
  /** Started by another pipeline of the same project, which fails with it. */
  isChildPipeline: boolean;
  /** Names of the jobs that made it fail, without those that are allowed to fail. */
  failedJobs: string[];
  url: string | undefined;
  /** As in the payload: distinguishes a second failure, after a retry, from the first. */
  finishedAt: string | undefined;
}

export const pipeline = eventKind(FIELDS, readPipeline, ({ id, sha, finishedAt }) => [id, sha, finishedAt]);

/** Reads only failed pipelines: all others would be noise. */
function readPipeline(payload: Payload<typeof FIELDS>): PipelineEvent | UnsupportedEvent {
  const attributes = payload.object_attributes ?? {};
  if (attributes.status !== "failed") return unsupported("Only failed pipelines produce notifications.");
  const sha = attributes.sha || payload.commit?.id;
  if (!sha) return unsupported("The pipeline names no commit.");
  const commit = payload.commit?.id === sha ? payload.commit : { id: sha };
  return {
    kind: "pipeline",
    ...readBase(payload, attributes.ref, readCommit(commit)),
    actor: readActor(payload.user),
    id: shownNumber(attributes.id),
    isTag: attributes.tag ?? false,
    refProtected: attributes.protected_ref ?? undefined,
    isChildPipeline: attributes.source === "parent_pipeline",
    failedJobs: failedJobs(payload.builds),
    url: shownText(attributes.url) || undefined,
    finishedAt: shownText(attributes.finished_at) || undefined,
  };
}

function failedJobs(builds: unknown): string[] {
  return (Array.isArray(builds) ? builds : [])
    .filter((job): job is Record<string, unknown> => typeof job === "object" && job !== null)
    .filter(({ status, allow_failure: mayFail }) => status === "failed" && mayFail !== true)
    .map(({ name }) => shownText(name))
    .filter((name) => name !== "");
}
