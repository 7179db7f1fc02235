import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";
import { understand, type Answer, type Understood } from "./contract.ts";
import { deliver, type StandInHook } from "./hook-log.ts";
import { answerHistory, type StandInHistory } from "./stand-in-history.ts";

export const GITLAB_TOKEN = "glpat-the-reconcilers-own-token";
export const SIGNING_TOKEN = `whsec_${Buffer.alloc(32, "a key of the hook").toString("base64")}`;

/** For each user and project. */
const RESENDS_PER_MINUTE = 5;

export type GitLabStandIn = Awaited<ReturnType<typeof startGitLab>>;

/**
 * The part of GitLab that the reconciler uses: hooks, the log of their deliveries, real resends, the rate
 * limit, commits. Requests and answers are checked against GitLab's OpenAPI document; a violation fails the test at its
 * end.
 */
export async function startGitLab() {
  const hooks: StandInHook[] = [];
  const history: StandInHistory = { commits: [], users: [], denied: false };
  const calls: string[] = [];
  const violations: string[] = [];
  const limits = { resends: RESENDS_PER_MINUTE, retryAfter: undefined as string | undefined };
  const server = createServer((request, response) => {
    void (async () => {
      request.resume();
      try {
        const asked = understand(request.method ?? "", new URL(request.url ?? "", "http://gitlab"));
        calls.push(asked.operationId);
        const known = request.headers["private-token"] === GITLAB_TOKEN;
        const {
          status,
          body,
          headers = {},
        } = known ? (answerHistory(asked, history) ?? (await answer(asked, hooks, limits))) : UNAUTHORIZED;
        if (known) asked.checkAnswer(status, body);
        response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
      } catch (error) {
        violations.push((error as Error).message);
        response.writeHead(500).end();
      }
    })();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
    if (violations.length > 0) throw new Error(`Not GitLab's contract: ${violations.join("; ")}`);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    /** The operations that were called. */
    calls,
    /** The project's commits, and the users that GitLab knows. */
    history,
    resends: () => calls.filter((name) => name.endsWith("Resend")).length,
    limits,
    /** Lets a minute pass. */
    nextMinute: () => void (limits.resends = RESENDS_PER_MINUTE),
    addHook(project: string, url: string, alertStatus: StandInHook["alertStatus"] = "executable"): StandInHook {
      const hook = { id: hooks.length + 1, project, url, signingToken: SIGNING_TOKEN, alertStatus, log: [] };
      hooks.push(hook);
      return hook;
    },
  };
}

const UNAUTHORIZED: Answer = { status: 401, body: { message: "401 Unauthorized" } };
const NOT_FOUND: Answer = { status: 404, body: { message: "404 Project Not Found" } };

async function answer(
  { operationId, path, query }: Understood,
  hooks: StandInHook[],
  limits: GitLabStandIn["limits"],
): Promise<Answer> {
  const ofProject = hooks.filter(({ project }) => project === path["id"]);
  const hook = ofProject.find(({ id }) => String(id) === path["hook_id"]);
  if (ofProject.length === 0) return NOT_FOUND;
  if (operationId === "getApiV4ProjectsIdHooks") return { status: 200, body: page(ofProject.map(asHook), query) };
  if (!hook) return NOT_FOUND;
  if (operationId === "getApiV4ProjectsIdHooksHookIdEvents") {
    return { status: 200, body: page(hook.log.filter(chosenBy(query.get("status"))), query) };
  }
  if (operationId.endsWith("Resend")) return resend(hook, path["hook_log_id"] ?? "", limits);
  if (operationId.endsWith("TestTrigger")) return test(hook, path["trigger"] ?? "");
  throw new Error(`The stand-in does not do ${operationId}.`);
}

function asHook({ id, url, alertStatus }: StandInHook) {
  return { id, url, project_id: 1, push_events: true, alert_status: alertStatus, disabled_until: null };
}

function page<Item>(items: Item[], query: URLSearchParams): Item[] {
  const [size, number] = [Number(query.get("per_page") ?? 20), Number(query.get("page") ?? 1)];
  return items.slice((number - 1) * size, number * size);
}

/** As app/finders/web_hooks/web_hook_logs_finder.rb: a request without an answer counts as a server failure. */
function chosenBy(statuses: string | null): (event: { response_status: string }) => boolean {
  const classes = { successful: /^2/, client_failure: /^4/, server_failure: /^5|^internal error$/ };
  const patterns = (statuses?.split(",") ?? []).map((status) => classes[status as keyof typeof classes]);
  return ({ response_status: status }) => patterns.some((pattern) => pattern.test(status));
}

async function resend(hook: StandInHook, eventId: string, limits: GitLabStandIn["limits"]): Promise<Answer> {
  if (limits.resends === 0) {
    const headers = limits.retryAfter === undefined ? {} : { "retry-after": limits.retryAfter };
    return { status: 429, body: { message: { error: "This endpoint has been requested too many times." } }, headers };
  }
  limits.resends -= 1;
  const event = hook.log.find(({ id }) => String(id) === eventId);
  if (!event) return NOT_FOUND;
  if (event.url !== hook.url) return { status: 422, body: { message: "The hook URL has changed" } };
  if (hook.alertStatus !== "executable") return { status: 422, body: { message: "Hook disabled" } };
  const status = await deliver(hook, JSON.stringify(event.request_data), event.request_headers["Idempotency-Key"]);
  if (status === "internal error") return { status: 422, body: { message: "Failed to open TCP connection" } };
  return { status: 201, body: { response_status: Number(status) } };
}

async function test(hook: StandInHook, trigger: string): Promise<Answer> {
  if (trigger !== "resource_access_token_events") return { status: 422, body: { message: "Nothing to make it of" } };
  const sample = { object_kind: "access_token", event_name: "expiring_access_token" };
  const status = await deliver(hook, JSON.stringify(sample), randomUUID(), "resource_access_token_hooks");
  if (!status.startsWith("2")) return { status: 422, body: { message: status } };
  hook.alertStatus = "executable";
  return { status: 201, body: { message: "201 Created" } };
}
