import type { ReleaseEvent } from "../../gitlab/kinds/release.ts";
import { tagUrl } from "../addresses.ts";
import { titleLine } from "../commit-text.ts";
import { linkIfAny } from "../link.ts";
import { projectName, short, text } from "../names.ts";
import type { MessageTemplate } from "../template.ts";

const CHANGES = new Map([
  ["create", "created"],
  ["update", "updated"],
  ["delete", "deleted"],
]);

export const releaseTemplate: MessageTemplate<ReleaseEvent> = {
  headline: ({ action, name, ref, project }) => {
    const what = name === ref ? text(ref) : `${text(name)} (tag ${text(ref)})`;
    return `Release ${what} was ${CHANGES.get(action) ?? "changed"} in ${projectName(project)}`;
  },
  shaLabel: () => "Commit",
  // The tag of a deleted release stays, but the release's page does not.
  links: ({ action, url, project, ref }) => [
    linkIfAny("release", action === "delete" ? undefined : url),
    linkIfAny(short(ref), tagUrl(project, ref)),
  ],
  lines: (event) => event.commits.flatMap((commit) => titleLine(commit, event)),
};
