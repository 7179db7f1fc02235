import { execFile } from "node:child_process";
import type { IncomingMessage, ServerResponse } from "node:http";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { promisify } from "node:util";
import { type Call, type Contract, readContract } from "./contract.ts";
import { answerGit } from "./git-http.ts";
import { OPERATIONS, type Answer } from "./gitlab-operations.ts";
import { createGitLabState, startPipeline, type Token } from "./gitlab-state.ts";
import { serve } from "./serve.ts";

const run = promisify(execFile);
const DOCUMENT = new URL("../../../../part-a/webhook-app/openapi/gitlab.yaml", import.meta.url).pathname;
let contract: Contract | undefined;

/** What a token may ask, in this GitLab as in upstream's lib/api/api_guard.rb: any its own, the rest by its scopes. */
function refusal({ method, pathname }: Call, token: Token | undefined): Answer | undefined {
  if (token === undefined) return [401, { message: "401 Unauthorized" }];
  if (pathname === "/api/v4/personal_access_tokens/self") return undefined;
  const enough = ["api", ...(method === "GET" ? ["read_api"] : [])];
  if (token.scopes.some((scope) => enough.includes(scope))) return undefined;
  return [403, { error: "insufficient_scope", scope: enough.join(" ") }];
}

/**
 * A stand-in GitLab: the bootstrap's operations on an instance in memory, each request and each answer held against
 * GitLab's OpenAPI document, and Git over HTTP on a real repository.
 */
export async function startGitLabApi() {
  const state = createGitLabState();
  const writes: string[] = [];
  const faults: string[] = [];
  const folder = await mkdtemp(join(tmpdir(), "gitlab-"));
  const repository = join(folder, "root/webhook-app.git");
  await run("git", ["init", "--quiet", "--bare", repository]);
  contract ??= readContract(DOCUMENT);
  const judge = contract;
  const { url, close } = await serve((request, response) => {
    const serving = request.url?.startsWith("/root/") ? git(request, response) : api(request, response);
    void serving.catch((error: unknown) => response.destroy(error as Error));
  });

  async function api(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams: query } = new URL(request.url ?? "", url);
    const sent = await text(request);
    const body = sent === "" ? undefined : (JSON.parse(sent) as unknown);
    const token = String(request.headers["private-token"]);
    const call = { method: request.method ?? "", pathname, query, body };
    const [status, answer] = refusal(call, state.tokens.get(token)) ?? judged(call, token);
    const [type, out] =
      typeof answer === "string" ? ["text/plain", answer] : ["application/json", JSON.stringify(answer)];
    response.writeHead(status, { "content-type": type }).end(status === 204 ? undefined : out);
  }

  function judged(call: Call, token: string): Answer {
    const found = judge.find(call);
    const handler = found === undefined ? undefined : OPERATIONS[found.name];
    if (found === undefined || handler === undefined) {
      faults.push(`${call.method} ${call.pathname} is not known`);
      return [404, { error: "404 Not Found" }];
    }
    const wrong = judge.requestFaults(found, call).map((fault) => `${found.name}: request: ${fault}`);
    if (wrong.length > 0) {
      faults.push(...wrong);
      return [400, { error: wrong.join("; ") }];
    }
    const answer = handler(state, { path: found.path, query: call.query, body: call.body as never, token });
    if (call.method !== "GET") writes.push(found.name);
    if (typeof answer[1] !== "string") {
      faults.push(...judge.answerFaults(found, answer[0], answer[1]).map((fault) => `${found.name}: answer: ${fault}`));
    }
    return answer;
  }

  async function git(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [, password = ""] = Buffer.from(request.headers.authorization?.split(" ")[1] ?? "", "base64")
      .toString()
      .split(":");
    const sends = request.url?.includes("git-receive-pack");
    const scopes = state.tokens.get(password)?.scopes ?? [];
    if (!["api", "write_repository", ...(sends ? [] : ["read_repository"])].some((scope) => scopes.includes(scope))) {
      response.writeHead(401, { "www-authenticate": 'Basic realm="GitLab"' }).end();
      return;
    }
    const { status, headers, body } = await answerGit(folder, request);
    if (request.url?.endsWith("/git-receive-pack")) {
      writes.push("git push");
      startPipeline(state, await headOf("refs/heads/main"));
    }
    response.writeHead(status, headers).end(body);
  }

  async function headOf(ref: string): Promise<string> {
    return (await run("git", ["-C", repository, "rev-parse", ref])).stdout.trim();
  }

  return {
    url,
    state,
    /** Requests that changed something, in their order. */
    writes,
    /** Where the bootstrap, or this stand-in, left GitLab's document. */
    faults,
    headOf,
    repository,
    async close() {
      await close();
      await rm(folder, { recursive: true });
    },
  };
}
