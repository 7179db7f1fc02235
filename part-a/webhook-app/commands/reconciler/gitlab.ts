import createClient from "openapi-fetch";
import type { components, paths } from "../../src/generated/gitlab.ts";
import { fetchWithRetry } from "../shared/fetch-with-retry.ts";
import { GitLabTrouble, explain } from "./gitlab-trouble.ts";
import type { ReconcilerSettings } from "./settings.ts";
import { HARMLESS_TEST, readHookEvent } from "./hook-event.ts";
import type { History } from "./complete-payload.ts";
import { readTaken } from "./incomplete.ts";
import { pages, PAGE_SIZE } from "./pages.ts";

export type Hook = components["schemas"]["APIEntitiesProjectHook"];
/** `server_failure` includes requests without an answer (GitLab's app/finders/web_hooks/web_hook_logs_finder.rb). */
type EventStatus = "successful" | "client_failure" | "server_failure";

/** The result of resending one delivery. */
export type Resending =
  | { outcome: "answered"; status: number }
  | { outcome: "refused"; detail: string }
  | { outcome: "rate limited"; retryAfterMs: number | undefined };

type Connection = Pick<ReconcilerSettings, "gitlabUrl" | "gitlabToken" | "patienceMs">;

export type GitLab = ReturnType<typeof createGitLab>;

type Client = ReturnType<typeof createConnection>;

/** GitLab itself waits 10 s for a hook's receiver (`webhook_timeout`) before it answers a resend. */
const TIMEOUT_MS = 30_000;

/** The calls that the reconciler makes to GitLab. Each throws GitLabTrouble when it fails. */
export function createGitLab(connection: Connection) {
  const client = createConnection(connection);
  return { ...hooksOf(client), history: (id: string) => historyOf(client, id) };
}

function createConnection({ gitlabUrl, gitlabToken, patienceMs }: Connection) {
  return createClient<paths>({
    baseUrl: gitlabUrl,
    headers: { "PRIVATE-TOKEN": gitlabToken },
    querySerializer: { array: { style: "form", explode: false } },
    fetch: (request) =>
      fetchWithRetry(request, { timeoutMs: TIMEOUT_MS, patienceMs }).catch((error: Error) => {
        throw new GitLabTrouble(`GitLab at ${gitlabUrl} does not answer: ${error.message}`);
      }),
  });
}

function hooksOf(client: Client) {
  const events = (id: string, hook: Hook, status: EventStatus[]) =>
    pages(async (page) => {
      const params = { path: { id, hook_id: hook.id }, query: { status, page, per_page: PAGE_SIZE } };
      const { data, response } = await client.GET("/api/v4/projects/{id}/hooks/{hook_id}/events", { params });
      return data ?? explain(response, `the events of hook ${hook.id} of ${id}`);
    });
  return {
    hooks: (id: string) =>
      pages(async (page) => {
        const params = { path: { id }, query: { page, per_page: PAGE_SIZE } };
        const { data, response } = await client.GET("/api/v4/projects/{id}/hooks", { params });
        return data ?? explain(response, `the hooks of ${id}`);
      }),
    /** GitLab's attempts to deliver to this hook in the last seven days, newest first. */
    async *hookEvents(id: string, hook: Hook, status: EventStatus[]) {
      for await (const event of events(id, hook, status)) yield readHookEvent(event, hook.url);
    },
    /** What the service accepted from this hook in the last seven days, newest first. */
    async *taken(id: string, hook: Hook) {
      for await (const event of events(id, hook, ["successful"])) yield readTaken(event);
    },
    async resend(id: string, hookId: number, eventId: number): Promise<Resending> {
      const params = { path: { id, hook_id: hookId, hook_log_id: eventId } };
      const { data, error, response } = await client.POST(
        "/api/v4/projects/{id}/hooks/{hook_id}/events/{hook_log_id}/resend",
        { params },
      );
      if (data) return { outcome: "answered", status: data.response_status };
      if (response.status === 429) return { outcome: "rate limited", retryAfterMs: retryAfter(response) };
      if (response.status === 422) return { outcome: "refused", detail: textOf(error) };
      return explain(response, `to resend event ${eventId} of hook ${hookId} of ${id}`);
    },
    /** Tests a hook; a 2xx answer re-enables one that GitLab has disabled. */
    async test(id: string, hookId: number): Promise<boolean> {
      const params = { path: { id, hook_id: hookId, trigger: HARMLESS_TEST } as const };
      const { response } = await client.POST("/api/v4/projects/{id}/hooks/{hook_id}/test/{trigger}", { params });
      return response.ok;
    },
  };
}

function historyOf(client: Client, id: string): History {
  return {
    async commitsBetween(from, to) {
      const params = { path: { id }, query: { from, to } };
      const { data, response } = await client.GET("/api/v4/projects/{id}/repository/compare", { params });
      return data?.commits ?? nothing(response, `what is between ${from} and ${to} in ${id}`);
    },
    async commit(sha) {
      const params = { path: { id, sha } };
      const { data, response } = await client.GET("/api/v4/projects/{id}/repository/commits/{sha}", { params });
      return data ?? nothing(response, `commit ${sha} of ${id}`);
    },
    async publicEmail(username) {
      const { data, response } = await client.GET("/api/v4/users", { params: { query: { username } } });
      return (data ?? nothing(response, `user ${username}`))?.[0]?.public_email || undefined;
    },
  };
}

/** For what is gone, or hidden from this token: it stays unknown. */
function nothing(response: Response, askedFor: string): undefined {
  if (response.status !== 403 && response.status !== 404) explain(response, askedFor);
  return undefined;
}

/** GitLab's own rate limiter sends no Retry-After; a proxy in front of it may. */
function retryAfter(response: Response): number | undefined {
  const seconds = Number(response.headers.get("retry-after") ?? Number.NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : undefined;
}

function textOf(refusal: components["schemas"]["Refusal"] | undefined): string {
  const { message, error } = refusal ?? {};
  return typeof message === "string" ? message : (error ?? JSON.stringify(message) ?? "without a reason");
}
