import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { reach } from "../../../commands/shared/reach.ts";

/** Answers each request by the next of these, the last one for all further ones; counts them. */
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

test("tries again, with the body, while nobody answers and patience lasts", async () => {
  const { seen, request } = await start(nobody, answer(202));
  const { status } = await reach(request, { timeoutMs: 5000, patienceMs: 20_000 });
  expect([status, seen]).toEqual([202, ["the body", "the body"]]);
});

test("takes an answer for an answer, whatever it says", async () => {
  const { seen, request } = await start(answer(503), answer(202));
  expect((await reach(request, { timeoutMs: 5000, patienceMs: 20_000 })).status).toBe(503);
  expect(seen).toHaveLength(1);
});

test("says why nobody answered, at once without patience", async () => {
  const { seen, request } = await start(nobody);
  await expect(reach(request, { timeoutMs: 5000, patienceMs: 0 })).rejects.toThrow(/other side closed|ECONNRESET/);
  expect(seen).toHaveLength(1);
});
