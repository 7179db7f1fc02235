import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { fetchWithRetry } from "../../../commands/shared/fetch-with-retry.ts";

/** Answers each request with the next of these, repeating the last; counts the requests. */
async function start(...answers: ((request: IncomingMessage, response: ServerResponse) => void)[]) {
  const seen: string[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => void (body += chunk.toString()));
    request.on("end", () => {
      seen.push(body);
      answers[Math.min(seen.length, answers.length) - 1]?.(request, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { seen, request: new Request(`http://127.0.0.1:${port}/`, { method: "POST", body: "the body" }) };
}

const nobody = (request: IncomingMessage) => request.socket.destroy();
const answer = (status: number) => (_request: IncomingMessage, response: ServerResponse) =>
  void response.writeHead(status).end();

test("retries, with the body, while there is no answer and patience lasts", async () => {
  const { seen, request } = await start(nobody, answer(202));
  const { status } = await fetchWithRetry(request, { timeoutMs: 5000, patienceMs: 20_000 });
  expect([status, seen]).toEqual([202, ["the body", "the body"]]);
});

test("does not retry after any answer", async () => {
  const { seen, request } = await start(answer(503), answer(202));
  expect((await fetchWithRetry(request, { timeoutMs: 5000, patienceMs: 20_000 })).status).toBe(503);
  expect(seen).toHaveLength(1);
});

test("says why there was no answer, at once without patience", async () => {
  const { seen, request } = await start(nobody);
  await expect(fetchWithRetry(request, { timeoutMs: 5000, patienceMs: 0 })).rejects.toThrow(
    /other side closed|ECONNRESET/,
  );
  expect(seen).toHaveLength(1);
});
