import { readFileSync } from "node:fs";
import { describe, expect, onTestFinished, test } from "vitest";
import { createSandbox } from "../../sandbox/sandbox.ts";
import { composeNotifications } from "../../src/notifications/compose.ts";
import { parseEvent } from "../../src/gitlab/parse-event.ts";
import { shorten } from "../../src/notifications/shorten.ts";
import { createRocketChat } from "../../src/rocketchat/rocket-chat.ts";
import type { Notification } from "../../src/outbox/notification.ts";
import { openPage, screenshot, withoutBrowser } from "./open-page.ts";

const BOT = { userId: "gitlabnotifybot01", token: "bot-token" };

/** The sandbox, and a way to send a recorded payload's message to a person through the real client. */
async function startInbox() {
  const sandbox = createSandbox({ users: ["jane", "sam"], bot: BOT });
  const { url } = await sandbox.listen();
  const client = createRocketChat({
    url,
    userId: BOT.userId,
    authToken: BOT.token,
    connections: 1,
    shorten,
    clock: Date.now,
  });
  onTestFinished(async () => {
    await client.close();
    await sandbox.close();
  });
  const send = async (recipient: string, payload: string) => {
    const parsed = parseEvent(JSON.parse(readFileSync(new URL(`../../payloads/${payload}`, import.meta.url), "utf8")));
    if (!parsed.ok) throw new Error(parsed.detail);
    const [notification] = composeNotifications(parsed.event, [{ recipient, because: "test" }], "");
    const result = await client.deliver(notification as unknown as Notification, new AbortController().signal);
    expect(result).toEqual({ status: "delivered" });
    return parsed.event;
  };
  return { url, send };
}

describe.skipIf(withoutBrowser)("the inbox page in a browser", () => {
  test("shows a person's messages live, as Rocket.Chat would, from this host alone", async () => {
    const { url, send } = await startInbox();
    await send("jane", "push.json");
    const { page, errors, foreign } = await openPage(url);
    await page.getByRole("link", { name: /jane/i }).click();
    const messages = page.getByRole("article");
    await expect.poll(() => messages.count()).toBe(1);
    const first = messages.first();
    expect(await first.innerText()).toContain("da1560886d4f094c3e6c9ef40349f7d38b5d27d7");
    expect(await first.getByRole("link").count()).toBeGreaterThan(1);

    await send("jane", "tag.json");
    await expect.poll(() => messages.count()).toBe(2);
    await send("sam", "branch-created.json");
    await expect.poll(() => page.getByRole("link", { name: /sam/i }).innerText()).toContain("1");
    await screenshot(page, "inbox");
    expect(errors).toEqual([]);
    expect(foreign()).toEqual([]);
  });

  test("shows hostile text as text: nothing of it becomes an element, a mention or a link", async () => {
    const { url, send } = await startInbox();
    await send("jane", "push-with-markup.json");
    const { page, errors } = await openPage(url);
    await page.getByRole("link", { name: /jane/i }).click();
    const message = page.getByRole("article").first();
    await message.waitFor();
    await screenshot(page, "inbox-markup");
    expect(
      await message
        .locator(":scope > :not(header)")
        .locator("img, script, strong, em, code, h1, h2, blockquote, table")
        .count(),
    ).toBe(0);
    const hrefs = await message
      .getByRole("link")
      .evaluateAll((links) => links.map((link) => link.getAttribute("href")));
    expect(hrefs.filter((href) => !href?.startsWith("http://example.com/"))).toEqual([]);
    expect(errors).toEqual([]);
  });

  test("every fault's button adds its fault to the others, and removes it again", async () => {
    const { url } = await startInbox();
    const { page, errors } = await openPage(url, { width: 320, dark: true });
    await page.getByRole("button", { name: "Make Rocket.Chat fail" }).click();
    await expect.poll(() => page.getByLabel("For").locator("option").count()).toBe(3);
    const buttons = await page.locator("#faults").getByRole("list").getByRole("button").all();
    await page.getByLabel("For").selectOption("jane");
    for (const button of buttons) await button.press("Space");
    const faults = async () => {
      const answer = await fetch(`${url}/sandbox/faults`);
      return ((await answer.json()) as { faults: { recipient?: string }[] }).faults;
    };
    await expect.poll(faults).toHaveLength(buttons.length);
    expect(new Set((await faults()).map(({ recipient }) => recipient))).toEqual(new Set(["jane"]));
    expect(new Set((await faults()).map((fault) => JSON.stringify(fault))).size).toBe(buttons.length);
    await screenshot(page, "faults");
    for (const button of buttons) {
      await expect.poll(() => button.getAttribute("aria-pressed")).toBe("true");
      await button.press("Space");
    }
    await expect.poll(faults).toEqual([]);
    expect(await page.locator("html").evaluate((html) => html.scrollWidth)).toBe(320);
    expect(errors).toEqual([]);
  });

  test("the banner shows each active fault, for whom, and how often it applied", async () => {
    const { url, send } = await startInbox();
    await send("jane", "push.json");
    const { page } = await openPage(url);
    const faults = [
      { kind: "encrypted", recipient: "jane" },
      { kind: "html", status: 403, writing: true, times: 2 },
    ];
    const headers = { "content-type": "application/json" };
    await fetch(`${url}/sandbox/faults`, { method: "PUT", headers, body: JSON.stringify({ faults }) });
    const items = page.getByRole("list", { name: "Active faults" }).getByRole("listitem");
    await expect
      .poll(() => items.allInnerTexts())
      .toEqual(["Encrypted for jane not applied yet", "Forbidden page not applied yet, 2 left"]);
  });

  test.each([
    ["messages", 1180, 720],
    ["messages-phone", 400, 1140],
  ])("shows messages of several kinds, for the picture docs/pictures/%s.png", async (picture, width, height) => {
    const { url, send } = await startInbox();
    const payloads = ["push", "merge-request-merged", "pipeline-failed", "comment-on-merge-request"];
    for (const payload of payloads) await send("jane", `${payload}.json`);
    const { page } = await openPage(url, { width, height });
    await page.getByRole("link", { name: /jane/i }).click();
    const messages = page.getByRole("article");
    await expect.poll(() => messages.count()).toBe(4);
    expect(await messages.first().getByRole("listitem").count()).toBe(2);
    expect(await messages.last().locator("blockquote").innerText()).toContain("I am not sure");
    expect(await messages.nth(2).innerText()).toContain("Failed job: test-build");
    await screenshot(page, picture);
  });

  test("makes Rocket.Chat fail and recover by its buttons", async () => {
    const { url, send } = await startInbox();
    const { page } = await openPage(url, { width: 400 });
    await page.getByRole("button", { name: "Make Rocket.Chat fail" }).click();
    await page
      .getByRole("button", { name: /restricted/i })
      .first()
      .click();
    await expect
      .poll(async () =>
        (await fetch(`${url}/sandbox/faults`).then((answer) => answer.text())).includes("restricted_workspace"),
      )
      .toBe(true);
    await expect(send("jane", "push.json")).rejects.toThrow(/unavailable/);
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "End all faults" }).click();
    await expect
      .poll(async () =>
        (await fetch(`${url}/sandbox/faults`).then((answer) => answer.text())).includes("restricted_workspace"),
      )
      .toBe(false);
    await send("jane", "push.json");
  });
});
