import type { GitLabEvent, NotifiableEvent } from "../gitlab/event.ts";
import { kindOf } from "../gitlab/kinds.ts";
import type { Report, Source } from "../outbox/webhook.ts";

/**
 * A text for each recipient that is equal for two webhooks if and only if they would notify this person of the same
 * thing: a project hook, a system hook and a CI job may all report one push, each with its own delivery key. JSON keeps
 * the parts apart whatever they contain.
 *
 * @param origin of the event, by `originOf`
 */
export function meaningKeys(event: NotifiableEvent, origin: string): (recipient: string) => string {
  const parts = [...placeOf(event, origin), ...kindOf(event).distinction(event)];
  return (recipient) => JSON.stringify([...parts, recipient.toLowerCase()]);
}

/**
 * A push's or tag push's report about its ref. A ref may make the same change again, so its meaning keys are
 * distinguished by counting; the keys of other events contain what distinguishes them.
 */
export function reportOf(event: GitLabEvent, source: Source, origin: string): Report | undefined {
  if (event.kind !== "push" && event.kind !== "tag_push") return undefined;
  const ref = JSON.stringify(placeOf(event, origin));
  return { source, ref, transition: `${event.before} ${event.after}` };
}

/** Identifies a ref, or its equivalent, and the kind of event. */
function placeOf({ project, kind, ref }: NotifiableEvent, origin: string): (string | number)[] {
  return [origin, project.id ?? project.path, kind, ref];
}

/**
 * The GitLab instance that an event comes from; empty if unknown.
 *
 * @param instance the `X-Gitlab-Instance` header, for a payload without the project's URL
 */
export function originOf(event: GitLabEvent, instance: string | undefined): string {
  if (event.kind === "unsupported") return "";
  const { webUrl, path } = event.project;
  return instanceOf(webUrl, path) ?? instanceOf(instance, "") ?? "";
}

/**
 * The GitLab instance of a URL: two may share a host under different relative roots (`/gitlab`), and each
 * has a project 15. If the URL does not end with the project's path, the root is unknown.
 */
function instanceOf(url: string | undefined, path: string): string | undefined {
  const parsed = url === undefined ? null : URL.parse(url);
  if (!parsed) return undefined;
  const pathname = parsed.pathname.replace(/\/$/, "");
  const root = pathname.endsWith(`/${path}`) ? pathname.slice(0, -path.length - 1) : path === "" ? pathname : "";
  return parsed.origin + root;
}
