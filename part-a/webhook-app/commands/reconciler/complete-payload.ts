import type { components } from "../../src/generated/gitlab.ts";
import { isRedacted } from "../../src/gitlab/redacted.ts";

type Commit = components["schemas"]["APIEntitiesCommit"];

type Json = Record<string, unknown>;

/** A project's history from GitLab's API; undefined where the API has nothing or hides it. */
export interface History {
  /** Oldest first. */
  commitsBetween(from: string, to: string): Promise<Commit[] | undefined>;
  commit(sha: string): Promise<Commit | undefined>;
  publicEmail(username: string): Promise<string | undefined>;
}

/** The service reads at most this many commits of a push. */
const MAX_COMMITS = 100;

/** The payload with its commits' authors and, for a push, with all commits; undefined if nothing new is known. */
export async function completePayload(payload: Json, history: History): Promise<Json | undefined> {
  const isPush = (payload["object_kind"] ?? payload["event_name"]) === "push";
  // A new branch lists its history, whose authors are not notified.
  if (isPush && isZeroSha(payload["before"])) return undefined;
  const complete = structuredClone(payload);
  const hasNews = (isPush && (await listCommits(complete, history))) || (await nameAuthors(complete, history));
  if (!hasNews) return undefined;
  await namePusher(complete, history);
  return complete;
}

async function listCommits(push: Json, history: History): Promise<boolean> {
  const { before, after } = push;
  if (typeof before !== "string" || typeof after !== "string" || isZeroSha(after)) return false;
  const commits = await history.commitsBetween(before, after);
  if (!commits || commits.length === 0) return false;
  push["commits"] = commits.slice(-MAX_COMMITS).map(asPayload);
  return true;
}

/** One by one: for events other than pushes, and when `before` is gone after a force-push. */
async function nameAuthors(payload: Json, history: History): Promise<boolean> {
  let hasNews = false;
  for (const commit of commitsIn(payload)) {
    const { id, author } = commit;
    if (typeof id !== "string" || !isObject(author) || !isRedacted(author["email"])) continue;
    const known = await history.commit(id);
    if (!known) continue;
    commit["author"] = authorOf(known);
    hasNews = true;
  }
  return hasNews;
}

/** The pusher's public address also identifies them, so that they are not notified of their own push. */
async function namePusher(push: Json, history: History): Promise<void> {
  const { user_email: email, user_username: username } = push;
  if (!isRedacted(email) || typeof username !== "string") return;
  push["user_email"] = (await history.publicEmail(username)) ?? "";
}

function commitsIn({ commits, commit, object_attributes: attributes, merge_request: request }: Json): Json[] {
  const lasts = [attributes, request].map((holder) => (isObject(holder) ? holder["last_commit"] : undefined));
  return [...(Array.isArray(commits) ? commits : []), commit, ...lasts].filter(isObject);
}

function asPayload(commit: Commit): Json {
  const { id, title, message, authored_date: timestamp, web_url: url } = commit;
  return { id, title, message, timestamp, url, author: authorOf(commit) };
}

function authorOf({ author_name: name, author_email: email }: Commit): Json {
  return { name, email };
}

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isZeroSha(sha: unknown): boolean {
  return typeof sha === "string" && /^0+$/.test(sha);
}
