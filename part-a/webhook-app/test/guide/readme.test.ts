import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { freePort } from "../../demo/free-port.ts";
import { gitlabPush } from "../../testing/gitlab-push.ts";
import { until } from "../../testing/until.ts";
import { startRocketChat } from "../support/start-rocket-chat.ts";
import { cleanClone, npmWithoutRegistry } from "./clean-clone.ts";
import { blocks, read, replaceExamples, section } from "./document.ts";
import { GITLAB_TOKEN, startGitLab } from "./gitlab.ts";
import { openTerminal, type Started } from "./terminal.ts";

const GUIDE = section(read("README.md"), "## Your own GitLab and Rocket.Chat");
const STEP = {
  service: section(GUIDE, "### 2. The service"),
  gitlab: section(GUIDE, "### 3. GitLab: a webhook"),
  push: section(GUIDE, "### 4. Push"),
  recipients: section(GUIDE, "### 5. Who is notified"),
};

/** Does as a reader does with an editor: fills in the lines of `.env` that the README shows, all of which must be there. */
function fillIn(file: string, examples: string, values: Record<string, string>): void {
  const names = [...examples.matchAll(/^(\w+)=/gm)].map(([, name = ""]) => name);
  expect(names.toSorted()).toEqual(Object.keys(values).toSorted());
  const lines = readFileSync(file, "utf8");
  const asked = Object.fromEntries(names.map((name) => [`\n${name}=\n`, `\n${name}=${values[name]}\n`]));
  writeFileSync(file, replaceExamples(lines, asked));
}

/** @throws Error with what was printed, when the commands end before the service is ready */
async function untilReady(service: string, { output, ended }: Started): Promise<void> {
  let code: number | null | undefined;
  void ended.then((value) => (code = value));
  const isReady = async () => {
    if (code !== undefined) throw new Error(`It ended with ${code}:\n${output.text}`);
    return (await fetch(`${service}/readyz`).catch(() => undefined))?.ok;
  };
  await until(`${service} is ready`, isReady, { withinMs: 60_000 });
}

test("its commands lead from a clone to the first message, and on to a file of rules", async () => {
  const rocketChat = await startRocketChat(["jane", "sam"]);
  const gitlab = await startGitLab("platform/api");
  const clone = cleanClone();
  const app = join(clone, "part-a/webhook-app");
  const bin = npmWithoutRegistry();
  const [install = "", start = ""] = blocks(STEP.service, "sh");
  const port = await freePort(20_000 + Math.floor(Math.random() * 20_000));
  const service = `http://127.0.0.1:${port}`;
  // doctor's are the bot's own.
  const told = (sha: string) =>
    rocketChat.ledger.messages().flatMap(({ msg, recipient }) => (msg.includes(sha) ? [recipient] : []));

  await openTerminal(clone, bin).run(install);
  fillIn(join(app, ".env"), blocks(STEP.service, "ini")[0] ?? "", { ...rocketChat.env, RECIPIENT: "jane" });
  // Other tests run beside this one: the ports alone are not the reader's.
  writeFileSync(join(app, ".env"), `${readFileSync(join(app, ".env"), "utf8")}PORT=${port}\nMETRICS_PORT=0\n`);

  const terminal = openTerminal(app, bin);
  const running = terminal.start(start);
  await untilReady(service, running);
  expect(running.output.text).toContain("0 warnings, 0 broken");
  expect(running.output.text).toContain("The configuration has no mistakes.");

  const webhook = replaceExamples(blocks(STEP.gitlab, "sh")[0] ?? "", {
    "http://hooks.example.com:8080": service,
    "https://gitlab.example.com": gitlab.url,
    "group%2Fproject": "platform%2Fapi",
    "glpat-…": GITLAB_TOKEN,
  });
  const [, quoted = ""] = /The answer must say `(.+)`/.exec(STEP.gitlab) ?? [];
  expect(await openTerminal(clone, bin).run(webhook)).toContain(quoted);

  const first = gitlabPush(1);
  expect(await gitlab.push(first.body)).toEqual(["202"]);
  await expect.poll(() => told(first.sha)).toEqual(["jane"]);

  const [, look = ""] = /`(curl .+)`/.exec(STEP.push) ?? [];
  const looked = `set -a; . ./.env; set +a\n${replaceExamples(look, { "http://localhost:8080": service })}`;
  await expect.poll(() => terminal.run(looked)).toContain('"state":"delivered"');

  mkdirSync(join(app, "config"));
  writeFileSync(join(app, "config/recipients.yaml"), blocks(STEP.recipients, "yaml")[0] ?? "");
  expect(await terminal.run(blocks(STEP.recipients, "sh")[0] ?? "")).toMatch(/by rule 2:\n +jane/);
  const [, line = ""] = /by `(RECIPIENTS_FILE=\S+)`/.exec(STEP.recipients) ?? [];
  await running.stop();
  writeFileSync(
    join(app, ".env"),
    replaceExamples(readFileSync(join(app, ".env"), "utf8"), { "RECIPIENT=jane": line }),
  );
  await untilReady(service, terminal.start(start));

  // By jsmith, who is jane: the first rule notifies the group of her and sam, and leaves out whoever pushed.
  const second = gitlabPush(2);
  expect(await gitlab.push(second.body.replaceAll("j.doe", "jsmith"))).toEqual(["202"]);
  await expect.poll(() => told(second.sha)).toEqual(["sam"]);
}, 180_000);
