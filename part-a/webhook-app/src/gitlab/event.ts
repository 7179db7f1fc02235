import type { MergeRequestEvent } from "./kinds/merge-request.ts";
import type { NoteEvent } from "./kinds/note.ts";
import type { PipelineEvent } from "./kinds/pipeline.ts";
import type { PushEvent } from "./kinds/push.ts";
import type { ReleaseEvent } from "./kinds/release.ts";
import type { UnsupportedEvent } from "./event-parts.ts";

export type NotifiableEvent = PushEvent | MergeRequestEvent | PipelineEvent | NoteEvent | ReleaseEvent;

export type GitLabEvent = NotifiableEvent | UnsupportedEvent;
