import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { ADMIN_TOKEN, startApp } from "./start-app.ts";

const RUNBOOK = readFileSync(new URL("../../../../part-b/runbook.md", import.meta.url), "utf8");

/** Each alert with its first command. */
const firstCommands = [...RUNBOOK.matchAll(/^## (\w+)\n\n1\. `([^`]+)`$/gm)].map(([, alert = "", command = ""]) => ({
  alert,
  command,
}));

/** What the service cannot answer for: it is down, or the cluster's HPA is at fault. lab/test/monitoring looks at kubectl's. */
const BY_KUBECTL = ["WebhookAppDown", "WebhookAppHpaBlind"];

const path = (command: string) => /localhost:8080([^' `]*)/.exec(command)?.[1];

test("each alert's first command asks the service, where it is not down", () => {
  expect(firstCommands.length).toBe(RUNBOOK.match(/^## /gm)?.length);
  const others = firstCommands.filter(({ command }) => path(command) === undefined);
  expect(others.map(({ alert }) => alert)).toEqual(BY_KUBECTL);
  expect(others.filter(({ command }) => !command.startsWith("kubectl "))).toEqual([]);
});

describe("a running service answers what the runbook asks", () => {
  const commands = RUNBOOK.match(/`curl [^`]*localhost:8080[^`]*`/g) ?? [];
  const asked = commands.filter((command) => !command.includes("-X POST"));

  test.each([...new Set(asked.map(path))])("%s", async (asked) => {
    const app = await startApp();
    const answer = await fetch(`${app.baseUrl}${asked}`, { headers: { authorization: `Bearer ${ADMIN_TOKEN}` } });
    expect(answer.status).toBe(200);
  });

  test("a retry too, with the id inserted", async () => {
    const app = await startApp();
    const retry = commands.find((command) => command.includes("-X POST"));
    const url = `${app.baseUrl}${path(retry ?? "")?.replace("ID", "1")}`;
    const answer = await fetch(url, { method: "POST", headers: { authorization: `Bearer ${ADMIN_TOKEN}` } });
    // Nothing was given up here; another address would be 404 without these words.
    expect(await answer.json()).toMatchObject({ status: 404, detail: expect.stringContaining("no notification 1") });
  });
});
