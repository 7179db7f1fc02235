/** `make demo`: the real service with a stand-in Rocket.Chat, on loopback, until Ctrl-C. */
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createWebhookAppClient } from "../client/webhook-app-client.ts";
import { startChild, waitUntilReady } from "./child-process.ts";
import { freePort } from "./free-port.ts";
import { instructions } from "./instructions.ts";
import { holdFolder } from "./only-one.ts";

/**
 * Where everything is kept. Relative, because a socket's path has at most 107 characters, and people paste commands
 * from this folder.
 */
const DATA = process.env["DEMO_DATA"] ?? "data/demo";
const FIRST_PUSH = "payloads/push.json";

const again = existsSync(`${DATA}/outbox.sqlite`);
mkdirSync(DATA, { recursive: true });

const secret = () => randomBytes(24).toString("base64url");
const secretToken = secret();
const signingToken = `whsec_${randomBytes(32).toString("base64")}`;
const adminToken = secret();
const bot = { userId: "gitlabnotifybot01", token: secret() };

// Two people: a failure for only one would count as that person's problem and wait longer after an outage.
const recipientsFile = `${DATA}/recipients.yaml`;
writeFileSync(recipientsFile, 'rules:\n  - notify: ["@jane", "@sam"]\n');

const chatPort = await freePort(3000);
const port = await freePort(8080);
const metricsPort = await freePort(9464);
const chatUrl = `http://127.0.0.1:${chatPort}`;
const baseUrl = `http://127.0.0.1:${port}`;

const running = await holdFolder(DATA, baseUrl);
if (running !== undefined) {
  process.stderr.write(
    `A demo of this clone is already running, at ${running}/. Stop it with Ctrl-C in its terminal.\n`,
  );
  process.exit(1);
}

const chatLog = `${DATA}/rocket-chat-sandbox.log`;
const chat = startChild(
  "sandbox/main.ts",
  {
    PORT: String(chatPort),
    HOST: "127.0.0.1",
    SANDBOX_DATA: `${DATA}/rocket-chat-sandbox.jsonl`,
    SANDBOX_USERS: "jane,sam",
    SANDBOX_BOT_USER_ID: bot.userId,
    SANDBOX_BOT_TOKEN: bot.token,
  },
  chatLog,
);
const serviceLog = `${DATA}/webhook-app.log`;
const service = startChild(
  "src/main.ts",
  {
    HOST: "127.0.0.1",
    PORT: String(port),
    METRICS_PORT: String(metricsPort),
    DATABASE_URL: `sqlite:${DATA}/outbox.sqlite`,
    GITLAB_SECRET_TOKENS: secretToken,
    GITLAB_SIGNING_TOKENS: signingToken,
    ROCKETCHAT_URL: chatUrl,
    ROCKETCHAT_USER_ID: bot.userId,
    ROCKETCHAT_AUTH_TOKEN: bot.token,
    RECIPIENT: "",
    RECIPIENTS_FILE: recipientsFile,
    ADMIN_TOKEN: adminToken,
    // Ten minutes by default; shorter here, so that a short outage shows a digest.
    LATE_AFTER_SECONDS: "10",
  },
  serviceLog,
);

const stop = () => {
  chat.process.kill("SIGTERM");
  service.process.kill("SIGTERM");
};
process.once("SIGINT", stop);
process.once("SIGTERM", stop);
// Also if one of them does not start: the other must not keep running.
process.once("exit", stop);

await waitUntilReady(chat, `${chatUrl}/health`, chatLog);
await waitUntilReady(service, `${baseUrl}/readyz`, serviceLog);

const { data, error } = await createWebhookAppClient({ baseUrl }).POST("/webhooks/gitlab", {
  params: { header: { Prefer: "wait=9", "Idempotency-Key": "first-push-of-the-demo" } },
  headers: { "x-gitlab-token": secretToken, "content-type": "application/json" },
  body: readFileSync(FIRST_PUSH, "utf8") as never,
});
if (error) throw new Error(`The first push was rejected: ${error.detail} See ${serviceLog}.`);

process.stdout.write(
  instructions({
    again,
    outcome: data.status,
    chatUrl,
    baseUrl,
    metricsPort,
    secretToken,
    signingToken,
    adminToken,
    serviceLog,
    data: DATA,
  }),
);
const codes = await Promise.all([service.ended, chat.ended]);
process.stdout.write("\nStopped. The messages are kept; `make demo` continues from here.\n");
process.exitCode = codes.every((code) => code === 0) ? 0 : 1;
