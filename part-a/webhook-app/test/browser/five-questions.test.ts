import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { startRocketChat } from "../support/start-rocket-chat.ts";
import { ADMIN_HEADERS, ADMIN_TOKEN, GITLAB_HEADERS, startService } from "../support/start-service.ts";
import { temporaryDirectory } from "../support/temporary-directory.ts";
import { openPage, screenshot, withoutBrowser } from "./open-page.ts";

const RECIPIENTS = `
rules:
  - refs: ["renovate/*"]
    notify: []
  - projects: ["platform/*"]
    notify: [pusher]
people:
  jane.d: jane
  misspelt: jnae
`;

const sha = (digit: string) => digit.repeat(40);

function push(project: string, branch: string, pusher: string, after: string): string {
  return JSON.stringify({
    object_kind: "push",
    ref: `refs/heads/${branch}`,
    before: sha("9"),
    after,
    user_name: pusher,
    user_username: pusher,
    project_id: 15,
    project: { id: 15, path_with_namespace: project, web_url: `https://gitlab.example.com/${project}` },
    commits: [{ id: after, title: "Mend it", message: "Mend it", url: "https://gitlab.example.com/c" }],
    total_commits_count: 1,
  });
}

/** The real service beside a stand-in Rocket.Chat, and what an operator asks it. */
async function startWorld() {
  const rocketChat = await startRocketChat(["jane"]);
  const folder = temporaryDirectory();
  const file = join(folder, "recipients.yaml");
  writeFileSync(file, RECIPIENTS);
  const env = { ...rocketChat.env, RECIPIENTS_FILE: file, DATABASE_URL: `sqlite:${join(folder, "outbox.sqlite")}` };
  const { baseUrl } = await startService({ env: { ...env, HOST: "127.0.0.1" } });
  const post = (body: string, prefer: Record<string, string> = { prefer: "wait=9" }) =>
    fetch(`${baseUrl}/webhooks/gitlab`, { method: "POST", headers: { ...GITLAB_HEADERS, ...prefer }, body });
  const ask = async (path: string) => {
    const answer = await fetch(`${baseUrl}${path}`, { headers: ADMIN_HEADERS });
    return JSON.stringify(await answer.json());
  };
  return { rocketChat, baseUrl, post, ask };
}

/** One search of the page by its address, opened: all that the first row says. */
async function search(page: Page, baseUrl: string, hash: string): Promise<string> {
  await page.goto(`${baseUrl}/${hash}`);
  const row = page.locator(".webhook").first();
  await row.getByRole("button").first().click();
  await row.locator(".facts").waitFor();
  return row.innerText();
}

describe.skipIf(withoutBrowser)("why somebody got no message", () => {
  test("is answered by one search of the page, and by at most two requests, in each of five cases", async () => {
    const { rocketChat, baseUrl, post, ask } = await startWorld();
    await post(push("platform/api", "main", "stranger", sha("a")));
    await post(push("elsewhere/app", "main", "jane.d", sha("b")));
    await post(push("platform/api", "renovate/zod", "jane.d", sha("c")));
    await post(push("platform/api", "main", "misspelt", sha("d")));
    const { page, errors } = await openPage(baseUrl);
    await page.getByLabel("ADMIN_TOKEN").fill(ADMIN_TOKEN);
    await page.getByRole("button", { name: "Open" }).click();

    const unmapped = await search(page, baseUrl, "#person=stranger");
    for (const text of ["no_recipient", "stranger", "unmapped_user"]) expect(unmapped).toContain(text);
    expect(await ask("/webhooks?person=stranger")).toContain('"unmapped_user"');

    expect(await search(page, baseUrl, "#project=elsewhere/app")).toContain("no_rule");
    expect(await ask("/webhooks?project=elsewhere/app")).toContain('"no_rule"');

    const silenced = await search(page, baseUrl, "#sha=ccccccc");
    for (const text of ["silenced", "number 1 of the recipients file"]) expect(silenced).toContain(text);
    expect(await ask("/webhooks?sha=ccccccc")).toContain('"silenced"');

    const buried = await search(page, baseUrl, "#person=misspelt");
    for (const text of ["buried", "unknown_user", "jnae", "users.info 400 User not found."])
      expect(buried).toContain(text);
    await search(page, baseUrl, "#");
    await screenshot(page, "webhooks");
    const found = JSON.parse(await ask("/webhooks?person=misspelt")) as { items: { notifications: string[] }[] };
    expect(await ask(`/notifications/${found.items[0]?.notifications[0]}`)).toContain('"unknown_user"');

    rocketChat.faults.replace([{ kind: "restricted_workspace" }]);
    await post(push("platform/api", "main", "jane.d", sha("e")), {});
    await expect.poll(() => ask("/status")).toContain('"restricted_workspace"');
    for (const person of ["jane", "Jane.D"])
      expect(await search(page, baseUrl, `#person=${person}&outcome=pending`)).toContain("waiting");
    await expect.poll(() => page.locator("#trouble").innerText()).toContain("restricted_workspace");
    await screenshot(page, "five-paused");
    expect(errors).toEqual([]);
  }, 120_000);
});
