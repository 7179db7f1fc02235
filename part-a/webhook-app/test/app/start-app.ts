import { request as httpRequest, type IncomingMessage, type RequestOptions } from "node:http";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { createWebhookAppClient } from "../../client/webhook-app-client.ts";
import { createApp, type AppDeps } from "../../src/app.ts";
import { createAuthenticator } from "../../src/gitlab/authenticate.ts";
import { singleRecipientPolicy, type Policy } from "../../src/notifications/policy.ts";
import { openOutbox } from "../../src/outbox/open.ts";
import { createBodyReader } from "../../src/routes/read-body.ts";
import type { WebhookRecord } from "../../src/webhook-record.ts";
import { createPublicServer, listen, type Timeouts } from "../../src/server.ts";
import { temporaryDirectory } from "../support/temporary-directory.ts";

export const SECRET_TOKEN = "the-secret-token";
export const ADMIN_TOKEN = "the-admin-token";

/** `policyNow` for one that changes. */
type Overrides = Partial<Omit<AppDeps, "policy">> & { policy?: Policy; policyNow?: () => Policy };

/** The public HTTP interface on its own port, with a real SQLite outbox, without a relay. */
export async function startApp(
  { policy = singleRecipientPolicy("jane"), policyNow = () => policy, ...overrides }: Overrides = {},
  timeouts?: Timeouts,
) {
  const outbox = await openOutbox(`sqlite:${join(temporaryDirectory(), "outbox.sqlite")}`, {
    dedupeWindowMs: 3_600_000,
    retentionMs: 14 * 86_400_000,
  });
  const records: WebhookRecord[] = [];
  const errors: unknown[] = [];
  const maxBodyBytes = overrides.maxBodyBytes ?? 1024 * 1024;
  const app = createApp({
    authenticator: createAuthenticator({
      secretTokens: [SECRET_TOKEN],
      signingTokens: [],
      allowUnauthenticated: false,
      clock: Date.now,
    }),
    readBody: createBodyReader(maxBodyBytes),
    maxBodyBytes,
    policy: policyNow,
    adminToken: ADMIN_TOKEN,
    outbox,
    clock: Date.now,
    onWebhook: (record) => records.push(record),
    onAccepted: () => {},
    recipientsMistakes: () => [],
    relayStatus: () => ({ leader: false, holder: "this/1/a", paused: null, lanesOnHold: [] }),
    about: { version: "1.2.3", store: "sqlite", startedAt: Date.now() },
    isReady: () => true,
    onError: (error) => errors.push(error),
    ...overrides,
  });
  const server = createPublicServer(app, timeouts);
  const port = await listen(server, { port: 0, host: "127.0.0.1" });
  onTestFinished(async () => {
    server.closeAllConnections();
    server.close();
    await outbox.close();
  });
  const baseUrl = `http://127.0.0.1:${port}`;
  return { outbox, server, baseUrl, port, records, errors, client: createWebhookAppClient({ baseUrl }) };
}

export interface RawAnswer {
  status: number;
  headers: IncomingMessage["headers"];
  body: string;
}

/** One request by plain `node:http`; `write` sends the body as it likes. */
export function rawRequest(
  port: number,
  options: RequestOptions,
  write: (request: ReturnType<typeof httpRequest>) => void = (request) => request.end(),
): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const request = httpRequest({ host: "127.0.0.1", port, ...options }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(chunks).toString("utf8"),
        }),
      );
      response.on("error", reject);
    });
    request.on("error", reject);
    write(request);
  });
}
