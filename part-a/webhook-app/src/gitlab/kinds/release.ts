import { byName } from "../../contract/by-name.ts";
import { eventKind, type Payload } from "../event-kind.ts";
import type { BaseEvent, UnsupportedEvent } from "../event-parts.ts";
import { CommitSchema, ProjectSchema, shown, text } from "../payload-parts.ts";
import { readActor, readCommit, readBase, shownText, unsupported } from "../read-parts.ts";

const FIELDS = {
  project: ProjectSchema,
  action: shown("create"),
  name: shown("Version 1.1"),
  tag: text.openapi({ example: "v1.1" }),
  url: shown("https://gitlab.example.com/platform/api/-/releases/v1.1"),
  commit: byName(CommitSchema).nullish(),
};

export interface ReleaseEvent extends BaseEvent {
  kind: "release";
  action: string;
  name: string;
  url: string | undefined;
}

export const release = eventKind(FIELDS, readRelease, ({ action, name, sha }) => [action, name, sha]);

function readRelease(payload: Payload<typeof FIELDS>): ReleaseEvent | UnsupportedEvent {
  if (!payload.commit?.id) return unsupported("The release names no commit.");
  return {
    kind: "release",
    ...readBase(payload, payload.tag, readCommit(payload.commit)),
    actor: readActor(undefined),
    action: shownText(payload.action) || "create",
    name: shownText(payload.name) || payload.tag || "",
    url: shownText(payload.url) || undefined,
  };
}
