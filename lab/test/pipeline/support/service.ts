import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { randomPassword, randomSigningToken } from "../../../src/random-values.ts";
import { ROOT } from "../../../src/repository.ts";

const APP = join(ROOT, "part-a/webhook-app");

const RECIPIENTS = `
rules: [{ events: [push, tag_push], notify: [pusher] }]
people: { j.doe: jane, canary: gitlab-bot }
`;

/** The service beside a stand-in Rocket.Chat, each a process of its own; gone when the test has finished. */
export async function startService() {
  const directory = mkdtempSync(join(tmpdir(), "pipeline-service-"));
  const recipients = join(directory, "recipients.yaml");
  writeFileSync(recipients, RECIPIENTS);
  const signingToken = randomSigningToken();
  const bot = { userId: "gitlabnotifybot01", token: randomPassword() };

  const sandbox = start("sandbox/main.ts", {
    PORT: "0",
    SANDBOX_USERS: "jane",
    SANDBOX_BOT_USER_ID: bot.userId,
    SANDBOX_BOT_TOKEN: bot.token,
  });
  const chatUrl = await sandbox.printed(/listens on (http:\S+?);/);
  const rocketChat = { ROCKETCHAT_URL: chatUrl, ROCKETCHAT_USER_ID: bot.userId, ROCKETCHAT_AUTH_TOKEN: bot.token };
  const service = start("src/main.ts", {
    ...rocketChat,
    PORT: "0",
    METRICS_PORT: "0",
    DATABASE_URL: `sqlite:${join(directory, "outbox.sqlite")}`,
    RECIPIENTS_FILE: recipients,
    GITLAB_SIGNING_TOKENS: signingToken,
  });
  onTestFinished(async () => {
    await Promise.all([service.end(), sandbox.end()]);
    rmSync(directory, { recursive: true, force: true });
  });
  const port = await service.printed(/"event":"started".*?"port":(\d+)/);
  return {
    /** The project's variables by which jobs find both. */
    variables: {
      WEBHOOK_URL: `http://127.0.0.1:${port}/webhooks/gitlab`,
      GITLAB_SIGNING_TOKEN: signingToken,
      ...rocketChat,
    },
    /** The texts that somebody was told. */
    async told(recipient: string): Promise<string[]> {
      const answer = await fetch(`${chatUrl}/sandbox/messages`);
      const { messages } = (await answer.json()) as { messages: { recipient: string; msg: string }[] };
      return messages.filter((message) => message.recipient === recipient).map(({ msg }) => msg);
    },
  };
}

function start(script: string, env: Record<string, string>) {
  const child = spawn(process.execPath, [script], {
    cwd: APP,
    env: { PATH: process.env["PATH"] ?? "", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => (output += text));
  }
  return { end: () => end(child), printed: (pattern: RegExp) => printed(child, pattern, () => output) };
}

/** The first group of what the process prints, once it does. */
function printed(child: ChildProcess, pattern: RegExp, output: () => string): Promise<string> {
  return new Promise((resolve, reject) => {
    const look = () => {
      const found = pattern.exec(output())?.[1];
      if (found !== undefined) resolve(found);
    };
    child.stdout?.on("data", look);
    child.once("error", reject);
    child.once("close", (code) => reject(new Error(`It ended with ${code}:\n${output()}`)));
    look();
  });
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once("close", resolve));
  child.kill("SIGKILL");
  await ended;
}
