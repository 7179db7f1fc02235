import type { TellableEvent } from "../gitlab/event.ts";
import type { DeliverableKind } from "../gitlab/kinds.ts";
import type { Telling } from "./telling.ts";
import { mergeRequestTelling } from "./tellings/merge-request.ts";
import { noteTelling } from "./tellings/note.ts";
import { pipelineTelling } from "./tellings/pipeline.ts";
import { branchTelling, tagTelling } from "./tellings/push.ts";
import { releaseTelling } from "./tellings/release.ts";

/** A kind without words does not compile. */
const TELLINGS: { readonly [Kind in DeliverableKind]: Telling<TellableEvent & { kind: Kind }> } = {
  push: branchTelling,
  tag_push: tagTelling,
  merge_request: mergeRequestTelling,
  pipeline: pipelineTelling,
  note: noteTelling,
  release: releaseTelling,
};

/** The words for an event. */
export function tellingOf(event: TellableEvent): Telling<TellableEvent> {
  return TELLINGS[event.kind] as Telling<TellableEvent>;
}
