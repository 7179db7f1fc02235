import createClient from "openapi-fetch";
import type { components, paths } from "../src/generated/gitlab.ts";
import { reach } from "../src/reach.ts";
import { GitLabTrouble, explain } from "./gitlab-trouble.ts";
import type { ReconcilerSettings } from "./environment.ts";
import { HARMLESS_TEST, readAttempt } from "./attempt.ts";
import { pages, PAGE_SIZE } from "./pages.ts";

export type Hook = components["schemas"]["APIEntitiesProjectHook"];
/** `server_failure` also finds what got no answer at all (GitLab's app/finders/web_hooks/web_hook_logs_finder.rb). */
export type EventStatus = "successful" | "client_failure" | "server_failure";

/** What came of sending one delivery again. */
export type Resending =
  | { outcome: "answered"; status: number }
  | { outcome: "refused"; detail: string }
  | { outcome: "rate limited"; retryAfterMs: number | undefined };

type Connection = Pick<ReconcilerSettings, "gitlabUrl" | "gitlabToken" | "patienceMs">;

export type GitLab = ReturnType<typeof createGitLab>;

/** GitLab itself waits 10 s for a hook's receiver (`webhook_timeout`) before it answers a resend. */
const TIMEOUT_MS = 30_000;

/** The calls that the reconciler makes. Each throws GitLabTrouble when GitLab does not do its part. */
export function createGitLab({ gitlabUrl, gitlabToken, patienceMs }: Connection) {
  const client = createClient<paths>({
    baseUrl: gitlabUrl,
    headers: { "PRIVATE-TOKEN": gitlabToken },
    querySerializer: { array: { style: "form", explode: false } },
    fetch: (request) =>
      reach(request, { timeoutMs: TIMEOUT_MS, patienceMs }).catch((error: Error) => {
        throw new GitLabTrouble(`GitLab at ${gitlabUrl} does not answer: ${error.message}`);
      }),
  });
  return {
    hooks: (id: string) =>
      pages(async (page) => {
        const params = { path: { id }, query: { page, per_page: PAGE_SIZE } };
        const { data, response } = await client.GET("/api/v4/projects/{id}/hooks", { params });
        return data ?? explain(response, `the hooks of ${id}`);
      }),
    /** Each time that GitLab tried a delivery of this hook in the last seven days, the newest first. */
    attempts: (id: string, hook: Hook, status: EventStatus[]) =>
      pages(async (page) => {
        const params = { path: { id, hook_id: hook.id }, query: { status, page, per_page: PAGE_SIZE } };
        const { data, response } = await client.GET("/api/v4/projects/{id}/hooks/{hook_id}/events", { params });
        if (!data) return explain(response, `the events of hook ${hook.id} of ${id}`);
        return data.map((event) => readAttempt(event, hook.url));
      }),
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
    /** Tests a hook; an answer of 2xx enables one that GitLab has disabled. */
    async test(id: string, hookId: number): Promise<boolean> {
      const params = { path: { id, hook_id: hookId, trigger: HARMLESS_TEST } as const };
      const { response } = await client.POST("/api/v4/projects/{id}/hooks/{hook_id}/test/{trigger}", { params });
      return response.ok;
    },
  };
}

/** GitLab's own limiter names no time; a proxy in front of it may. */
function retryAfter(response: Response): number | undefined {
  const seconds = Number(response.headers.get("retry-after") ?? Number.NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : undefined;
}

function textOf(refusal: components["schemas"]["Refusal"] | undefined): string {
  const { message, error } = refusal ?? {};
  return typeof message === "string" ? message : (error ?? JSON.stringify(message) ?? "without saying why");
}
