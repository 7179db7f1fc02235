import { setTimeout as sleep } from "node:timers/promises";
import createClient, { type Client } from "openapi-fetch";
import type { paths } from "../../../../part-a/webhook-app/src/generated/gitlab.ts";
import { createPatientFetch } from "./patient-fetch.ts";

export type GitLabClient = Client<paths>;

/** Makes a client for GitLab at `url`. */
export function createGitLabClient(url: string, token: string): GitLabClient {
  const patient = createPatientFetch(globalThis.fetch, sleep);
  return createClient<paths>({ baseUrl: url, headers: { "PRIVATE-TOKEN": token }, fetch: patient });
}

interface Result<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** @throws Error that says what was requested and what GitLab answered */
export function answered<T>(asked: string, { data, error, response }: Result<T>): T {
  if (response.ok && data !== undefined) return data;
  throw refusal(asked, error, response);
}

/** @throws Error like `answered`; for answers without a body */
export function carriedOut(asked: string, { error, response }: Result<unknown>): void {
  if (!response.ok) throw refusal(asked, error, response);
}

function refusal(asked: string, error: unknown, { status }: Response): Error {
  return new Error(`GitLab refused ${asked} (HTTP ${status}): ${reasonIn(error)}`);
}

/**
 * `message` is a string or an object of lists, `error` a string (https://docs.gitlab.com/api/rest/troubleshooting/).
 */
function reasonIn(body: unknown): string {
  const { message, error } = (body ?? {}) as { message?: unknown; error?: unknown };
  const reason = message ?? error ?? body;
  return typeof reason === "string" ? reason : JSON.stringify(reason);
}

const PER_PAGE = 100;

/**
 * Reads all pages of a list.
 *
 * @param read requests one page
 */
export async function everyPage<T>(read: (query: { page: number; per_page: number }) => Promise<T[]>): Promise<T[]> {
  const all: T[] = [];
  for (let page = 1; ; page += 1) {
    const items = await read({ page, per_page: PER_PAGE });
    all.push(...items);
    if (items.length < PER_PAGE) return all;
  }
}
