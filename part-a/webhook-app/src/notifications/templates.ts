import type { NotifiableEvent } from "../gitlab/event.ts";
import type { NotifiableKind } from "../gitlab/kinds.ts";
import type { MessageTemplate } from "./template.ts";
import { mergeRequestTemplate } from "./templates/merge-request.ts";
import { noteTemplate } from "./templates/note.ts";
import { pipelineTemplate } from "./templates/pipeline.ts";
import { branchTemplate, tagTemplate } from "./templates/push.ts";
import { releaseTemplate } from "./templates/release.ts";

/** A kind without a template does not compile. */
const TEMPLATES: { readonly [Kind in NotifiableKind]: MessageTemplate<NotifiableEvent & { kind: Kind }> } = {
  push: branchTemplate,
  tag_push: tagTemplate,
  merge_request: mergeRequestTemplate,
  pipeline: pipelineTemplate,
  note: noteTemplate,
  release: releaseTemplate,
};

/** The template for an event. */
export function templateOf(event: NotifiableEvent): MessageTemplate<NotifiableEvent> {
  return TEMPLATES[event.kind] as MessageTemplate<NotifiableEvent>;
}
