import type { GitLabEvent, NotifiableEvent } from "../gitlab/event.ts";
import { kindOf } from "../gitlab/kinds.ts";
import type { Report, Source } from "../outbox/webhook.ts";

/**
 * A text for each recipient that is equal for two webhooks exactly if they would notify this person of the same thing: a project
 * hook, a system hook and a CI job may all report one push, each with a delivery key of its own. JSON keeps the parts
 * apart whatever they contain.
 *
 * @param origin of the event, by `originOf`
 */
export function meaningKeys(event: NotifiableEvent, origin: string): (recipient: string) => string {
  const parts = [...placeOf(event, origin), ...kindOf(event).distinction(event)];
  return (recipient) => JSON.stringify([...parts, recipient.toLowerCase()]);
}

/**
 * What a push or tag push says of its ref. A ref may go the same way again, so that its meaning keys are told apart by
 * counting; the keys of other events hold what makes them different.
 */
export function reportOf(event: GitLabEvent, source: Source, origin: string): Report | undefined {
  if (event.kind !== "push" && event.kind !== "tag_push") return undefined;
  const ref = JSON.stringify(placeOf(event, origin));
  return { source, ref, transition: `${event.before} ${event.after}` };
}

/** Names a ref, or what stands for it, and the kind of event. */
function placeOf({ project, kind, ref }: NotifiableEvent, origin: string): (string | number)[] {
  return [origin, project.id ?? project.path, kind, ref];
}

/**
 * Where the GitLab is that an event comes from; empty where nothing says so.
 *
 * @param instance the `X-Gitlab-Instance` header, for a payload without the project's address
 */
export function originOf(event: GitLabEvent, instance: string | undefined): string {
  if (event.kind === "unsupported") return "";
  const { webUrl, path } = event.project;
  return instanceOf(webUrl, path) ?? instanceOf(instance, "") ?? "";
}

/**
 * Where the GitLab is that the address belongs to: two may share a host under different relative roots (`/gitlab`), and each
 * has a project 15. Where the address does not end with the project's path nothing is known of a root.
 */
function instanceOf(url: string | undefined, path: string): string | undefined {
  const parsed = url === undefined ? null : URL.parse(url);
  if (!parsed) return undefined;
  const pathname = parsed.pathname.replace(/\/$/, "");
  const root = pathname.endsWith(`/${path}`) ? pathname.slice(0, -path.length - 1) : path === "" ? pathname : "";
  return parsed.origin + root;
}
