import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { ADMIN_TOKEN, startApp } from "./start-app.ts";

const RUNBOOK = readFileSync(new URL("../../../../part-b/runbook.md", import.meta.url), "utf8");

test("what the runbook asks the service is answered", async () => {
  const app = await startApp();
  const commands = RUNBOOK.match(/`curl [^`]*localhost:8080[^`]*`/g) ?? [];
  const asked = commands.filter((command) => !command.includes("-X POST"));
  const paths = [...new Set(asked.map((command) => /localhost:8080([^' `]*)/.exec(command)?.[1] ?? ""))];
  expect(paths.toSorted()).toEqual([
    "/notifications?state=buried",
    "/notifications?state=pending",
    "/status",
    "/webhooks?outcome=rejected",
  ]);
  const headers = { authorization: `Bearer ${ADMIN_TOKEN}` };
  const answers = paths.map(async (path) => (await fetch(`${app.baseUrl}${path}`, { headers })).status);
  expect(await Promise.all(answers)).toEqual(paths.map(() => 200));
});
