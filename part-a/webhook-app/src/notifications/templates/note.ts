import type { NoteEvent } from "../../gitlab/kinds/note.ts";
import { titleLine } from "../commit-text.ts";
import { linkIfAny } from "../link.ts";
import { person, projectName, short, text } from "../names.ts";
import type { MessageTemplate } from "../template.ts";

export const noteTemplate: MessageTemplate<NoteEvent> = {
  headline: ({ actor, action, mergeRequest, project }) => {
    const commented = action === "update" ? "edited a comment" : "commented";
    const where = mergeRequest ? `merge request !${mergeRequest.iid ?? ""}` : "a commit";
    const title = mergeRequest?.title ? ` — ${text(mergeRequest.title)}` : "";
    return `${person(actor)} ${commented} on ${where} in ${projectName(project)}${title}`;
  },
  shaLabel: () => "Commit",
  links: ({ url, project }) => [linkIfAny("comment", url), linkIfAny(short(project.path || "project"), project.webUrl)],
  lines: (event) => {
    const titles = event.mergeRequest ? [] : event.commits.flatMap((commit) => titleLine(commit, event));
    const quoted = event.text.split("\n").filter((line) => line.trim() !== "");
    return [...titles, ...quoted.map((line) => `> ${text(line)}`)];
  },
};
