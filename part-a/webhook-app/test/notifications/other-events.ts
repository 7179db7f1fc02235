import type { MergeRequestEvent } from "../../src/gitlab/kinds/merge-request.ts";
import type { NoteEvent } from "../../src/gitlab/kinds/note.ts";
import type { PipelineEvent } from "../../src/gitlab/kinds/pipeline.ts";
import { commit, pushEvent } from "./push-event.ts";

/** What all events have, as in a push by Jane to main of platform/api. */
function told() {
  const { project, ref, sha, actor } = pushEvent();
  return { project, ref, sha, actor, commits: [commit()] };
}

/** Jane's merge request into main, opened by herself. */
export function mergeRequestEvent(fields: Partial<MergeRequestEvent> = {}): MergeRequestEvent {
  return {
    kind: "merge_request",
    ...told(),
    action: "open",
    before: undefined,
    iid: 7,
    title: "Mend the door",
    url: undefined,
    sourceBranch: "door",
    author: { username: "j.doe", name: "Jane Doe" },
    assignees: [],
    reviewers: [],
    updatedAt: undefined,
    ...fields,
  };
}

/** A failed pipeline of Jane's on main. */
export function pipelineEvent(fields: Partial<PipelineEvent> = {}): PipelineEvent {
  return {
    kind: "pipeline",
    ...told(),
    id: 31,
    isTag: false,
    refProtected: undefined,
    isChildPipeline: false,
    failedJobs: [],
    url: undefined,
    finishedAt: undefined,
    ...fields,
  };
}

/** Jane's comment on a commit. */
export function noteEvent(fields: Partial<NoteEvent> = {}): NoteEvent {
  return {
    kind: "note",
    ...told(),
    ref: "",
    id: 5,
    action: "create",
    url: undefined,
    updatedAt: undefined,
    text: "Why?",
    confidential: false,
    mergeRequest: undefined,
    ...fields,
  };
}
