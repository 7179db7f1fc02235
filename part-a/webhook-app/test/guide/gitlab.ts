import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";
import { deliver, type StandInHook } from "../commands/reconciler/hook-log.ts";

export const GITLAB_TOKEN = "glpat-a-maintainers-token";

/** As much of GitLab as takes a project's webhook by its API, and then sends pushes to it. */
export async function startGitLab(project: string) {
  const hooks: StandInHook[] = [];
  const server = createServer((request, response) => {
    void (async () => {
      const body = Buffer.concat(await request.toArray()).toString("utf8");
      const asked = `${request.method} ${decodeURIComponent(request.url ?? "")}`;
      const known = request.headers["private-token"] === GITLAB_TOKEN;
      const { status, answer } = known ? createHook(asked, body) : { status: 401, answer: "401 Unauthorized" };
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(answer));
    })();
  });

  function createHook(asked: string, body: string) {
    if (asked !== `POST /api/v4/projects/${project}/hooks`) return { status: 404, answer: "404 Not Found" };
    const { url = "", signing_token: signingToken = "" } = Object.fromEntries(new URLSearchParams(body));
    // The key must be 32 bytes (merge request 231325); without a token nothing is signed.
    const isKey = signingToken.startsWith("whsec_") && Buffer.from(signingToken.slice(6), "base64").length === 32;
    if (!URL.canParse(url) || (signingToken !== "" && !isKey)) return { status: 422, answer: "Invalid" };
    hooks.push({ id: hooks.length + 1, project, url, signingToken, alertStatus: "executable", log: [] });
    return { status: 201, answer: { id: hooks.length, url, signing_token_present: isKey } };
  }

  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    /** Somebody pushes: the statuses that the project's webhooks were answered with. */
    push: (body: string) => Promise.all(hooks.map((hook) => deliver(hook, body))),
  };
}
