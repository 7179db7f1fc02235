import type { components } from "../../src/generated/gitlab.ts";
import { isRedacted } from "../../src/gitlab/redacted.ts";

type Commit = components["schemas"]["APIEntitiesCommit"];

type Json = Record<string, unknown>;

/** What GitLab's API says of a project's history; undefined where it has, or shows, nothing. */
export interface History {
  /** Oldest first. */
  commitsBetween(from: string, to: string): Promise<Commit[] | undefined>;
  commit(sha: string): Promise<Commit | undefined>;
  publicEmail(username: string): Promise<string | undefined>;
}

/** The service reads no more of a push. */
const MAX_COMMITS = 100;

/** The payload with the authors of its commits, and of a push with all its commits; undefined where nothing new is known. */
export async function completePayload(payload: Json, history: History): Promise<Json | undefined> {
  const isPush = (payload["object_kind"] ?? payload["event_name"]) === "push";
  // A created branch's list of commits is its history, of which its authors are not told.
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

/** One by one: of other events than pushes, and where nothing is left to compare with after a forced push. */
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

/** Whoever pushed is known by their public address too, where they are not to be told of their own push. */
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
