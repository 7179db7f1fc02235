import { once } from "node:events";
import { connect } from "node:net";
import { describe, expect, onTestFinished, test } from "vitest";
import { SECRET_TOKEN, startApp } from "./start-app.ts";

/** Far apart, so that it shows which of them ended a connection. */
const LONG = 3_600_000;
const PATIENT = { headersTimeout: LONG, requestTimeout: LONG, keepAliveTimeout: LONG, connectionsCheckingInterval: 20 };

const HEADERS = `POST /webhooks/gitlab HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nX-Gitlab-Token: ${SECRET_TOKEN}\r\n`;

/** What the server answers to somebody who sends `text` and then nothing, until it closes the connection. */
async function answerTo(port: number, text: string): Promise<string> {
  const socket = connect(port, "127.0.0.1").setEncoding("latin1");
  onTestFinished(() => void socket.destroy());
  let answer = "";
  socket.on("data", (data: string) => (answer += data)).on("error", () => {});
  socket.write(text);
  await once(socket, "close");
  return answer;
}

describe("a client that stalls", () => {
  test("in its headers is answered 408", async () => {
    const { port } = await startApp({}, { ...PATIENT, headersTimeout: 100, requestTimeout: LONG });
    expect(await answerTo(port, HEADERS)).toMatch(/^HTTP\/1.1 408/);
  });

  test("in its body is answered 408 and counted as refused", async () => {
    const { port, records } = await startApp({}, { ...PATIENT, headersTimeout: 100, requestTimeout: 200 });
    expect(await answerTo(port, `${HEADERS}Content-Length: 10\r\n\r\n{`)).toMatch(/^HTTP\/1.1 408/);
    expect(records).toMatchObject([{ outcome: "rejected", status: 400 }]);
  });

  test("is given as long as GitLab waits for an answer, and not much longer", async () => {
    const { server } = await startApp();
    expect(server).toMatchObject({
      headersTimeout: 10_000,
      requestTimeout: 15_000,
      keepAliveTimeout: 65_000,
      connectionsCheckingInterval: 2_000,
    });
  });
});
