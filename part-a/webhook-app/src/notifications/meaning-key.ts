import type { TellableEvent } from "../gitlab/event.ts";

/**
 * A text that is equal for two webhooks exactly if they would tell this person the same thing: a project hook, a
 * system hook and a CI job may all report one push, each with a delivery key of its own. JSON keeps the parts
 * apart whatever they contain.
 *
 * @param instance `X-Gitlab-Instance`, used when the payload does not tell where the project is.
 */
export function meaningKey(event: TellableEvent, recipient: string, instance: string | undefined): string {
  const { project, kind, ref } = event;
  const place = [originOf(project.webUrl) ?? originOf(instance) ?? "", project.id ?? project.path];
  return JSON.stringify([...place, kind, ref, ...distinction(event), recipient.toLowerCase()]);
}

/** What sets one event apart from others of its kind in the same project and ref. */
function distinction(event: TellableEvent): (string | number | undefined)[] {
  if (event.kind === "merge_request") {
    return [event.iid, event.action, event.sha, event.updatedAt, event.actor.username];
  }
  if (event.kind === "pipeline") return [event.id, event.sha, event.finishedAt];
  if (event.kind === "note") return [event.id, event.action, event.sha, event.updatedAt];
  if (event.kind === "release") return [event.action, event.name, event.sha];
  return [event.before, event.after];
}

function originOf(url: string | undefined): string | undefined {
  return url === undefined ? undefined : URL.parse(url)?.origin;
}
