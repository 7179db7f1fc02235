import type { EventKind } from "./event-kind.ts";
import type { NotifiableEvent } from "./event.ts";
import { mergeRequest } from "./kinds/merge-request.ts";
import { note } from "./kinds/note.ts";
import { pipeline } from "./kinds/pipeline.ts";
import { push, tagPush } from "./kinds/push.ts";
import { release } from "./kinds/release.ts";

/** The kinds that can lead to a message, as `object_kind` (or a system hook's `event_name`) names them. */
export type NotifiableKind = NotifiableEvent["kind"];

/** How each kind is read; a kind of `NotifiableEvent` that is missing here does not compile. */
export const KINDS: { readonly [Kind in NotifiableKind]: EventKind<NotifiableEvent & { kind: Kind }> } = {
  push,
  tag_push: tagPush,
  merge_request: mergeRequest,
  pipeline,
  note,
  release,
};

export const NOTIFIABLE_KINDS = Object.keys(KINDS) as [NotifiableKind, ...NotifiableKind[]];

export function kindOf(event: NotifiableEvent): EventKind<NotifiableEvent> {
  return KINDS[event.kind];
}

/** The kind with that name; undefined for kinds that notify nobody. */
export function kindNamed(name: string): EventKind<NotifiableEvent> | undefined {
  return Object.hasOwn(KINDS, name) ? KINDS[name as NotifiableKind] : undefined;
}
