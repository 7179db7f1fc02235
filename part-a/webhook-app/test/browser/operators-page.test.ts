import { describe, expect, test } from "vitest";
import { parsePolicy } from "../../src/notifications/policy.ts";
import { SKIP_REASONS } from "../../src/reasons.ts";
import { ADMIN_TOKEN, SECRET_TOKEN, startApp } from "../app/start-app.ts";
import { accessibilityFaults } from "./axe.ts";
import { openPage, screenshot, withoutBrowser } from "./open-page.ts";
import {
  answerFrom,
  preparedNotification,
  preparedStatus,
  preparedWebhook,
  type PreparedJournal,
} from "./prepared-journal.ts";

const HOSTILE = `<img src=x onerror="document.title='broken'"><script>document.title='broken'</script>`;

const JOURNAL: PreparedJournal = {
  status: preparedStatus({ buried: { unknown_user: 1 } }),
  webhooks: [
    preparedWebhook("first", { notifications: ["1", "2"], skipped: [{ person: "sam@b.c", reason: "unmapped_user" }] }),
    preparedWebhook("second", { outcome: "ignored", reason: "no_rule", rule: null, project: HOSTILE, ref: HOSTILE }),
  ],
  notifications: [
    preparedNotification("1", "first"),
    preparedNotification("2", "first", {
      recipient: "jnae",
      state: "buried",
      reason: "unknown_user",
      failedAttempts: [
        {
          at: "2026-11-28T21:14:05.200Z",
          reason: "unknown_user",
          operation: "im.create",
          status: 400,
          code: "error-invalid-user",
          detail: "Invalid user",
        },
      ],
    }),
  ],
};

const MISTAKE = "recipients.yaml:3: rules[0].notfiy: there is no such key; write notify";

/** In the time zone of this machine, which the browser has, too. */
const NOON = new Date(2026, 10, 28, 12).toISOString();

const PAUSE = {
  reason: "unreachable",
  since: "2026-11-28T20:14:05.000Z",
  detail: "connect ECONNREFUSED 192.0.2.1:443",
  nextTrialAt: "2026-11-28T21:15:05.000Z",
  todo: "Check ROCKETCHAT_URL, DNS, the proxy and the NetworkPolicy, and whether Rocket.Chat runs.",
};

type Options = Parameters<typeof openPage>[1] & {
  hash?: string;
  isLive?: boolean;
  stopClock?: string;
  policy?: string;
};

/** The page of a real service, signed in, whose data is prepared. */
async function openJournal(
  journal: PreparedJournal,
  { hash = "", isLive = true, stopClock, policy, ...options }: Options = {},
) {
  const app = await startApp(policy ? { policy: parsePolicy(policy, "recipients.yaml") } : {});
  const opened = await openPage(`${app.baseUrl}/${hash}`, options);
  const asked = await answerFrom(opened.page, journal);
  if (stopClock) {
    // Of the page's own timers none goes off before the test says so.
    await opened.page.clock.install({ time: stopClock });
    await opened.page.clock.pauseAt(Date.parse(stopClock) + 60_000);
    await opened.page.reload();
  }
  await opened.page.getByLabel("ADMIN_TOKEN").fill(ADMIN_TOKEN);
  await opened.page.getByRole("button", { name: "Open" }).click();
  if (isLive) await opened.page.getByText("Live", { exact: true }).waitFor();
  return { ...opened, asked, rows: opened.page.locator(".webhook") };
}

describe.skipIf(withoutBrowser)("the operators' page in a browser", () => {
  test("says how to enable it if ADMIN_TOKEN is not configured", async () => {
    const app = await startApp({ adminToken: undefined });
    const { page, foreign } = await openPage(app.baseUrl);
    await page.getByRole("heading", { name: "This page is closed" }).waitFor();
    expect(await page.getByLabel("ADMIN_TOKEN").isVisible()).toBe(false);
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(foreign()).toEqual([]);
  });

  test("asks again for a token that the service refuses, and forgets the old one", async () => {
    const app = await startApp();
    const { page } = await openPage(app.baseUrl);
    await page.route(/\/status$/, (route) => route.fulfill({ status: 401, json: { detail: "Not ADMIN_TOKEN." } }));
    await page.getByLabel("ADMIN_TOKEN").fill("wrong");
    await page.keyboard.press("Enter");
    await expect.poll(() => page.getByRole("alert").innerText()).toBe("Not ADMIN_TOKEN.");
    expect(await page.evaluate<number>("sessionStorage.length")).toBe(0);
  });

  test("opens a buried message by keyboard: who was notified, who was not and why, and what Rocket.Chat said", async () => {
    const { page, rows, errors, foreign } = await openJournal(JOURNAL);
    await rows.first().getByRole("button").focus();
    await page.keyboard.press("Enter");
    const detail = rows.first().locator(".detail");
    await expect.poll(() => detail.innerText()).toContain("im.create 400 error-invalid-user");
    const shown = await detail.innerText();
    for (const text of ["number 1 of the recipients file", "sam@b.c", "unmapped_user", "jnae", "Invalid user"])
      expect(shown).toContain(text);
    expect(errors).toEqual([]);
    expect(foreign()).toEqual([]);
  });

  test("shows the names of projects and branches as text, whatever they contain", async () => {
    const { page, rows, errors } = await openJournal(JOURNAL);
    await expect.poll(() => rows.nth(1).innerText()).toContain(HOSTILE);
    await rows.nth(1).getByRole("button").click();
    await expect.poll(() => rows.nth(1).locator(".detail").innerText()).toContain("no_rule");
    expect(await page.locator("main img, main script").count()).toBe(0);
    expect(await page.title()).toContain("Webhooks");
    expect(errors).toEqual([]);
  });

  test("keeps its search in the address, which finds the same when it is opened", async () => {
    const { page, asked } = await openJournal(JOURNAL);
    await page.getByLabel("Person").fill("jane");
    await page.getByLabel("Commit").fill("da15608");
    await page.getByRole("button", { name: "Search" }).click();
    await expect.poll(() => asked.map(({ url }) => url).join()).toContain("person=jane&sha=da15608&limit=50");
    expect(new URL(page.url()).hash).toBe("#person=jane&sha=da15608");
    const again = await openJournal(JOURNAL, { hash: new URL(page.url()).hash });
    await expect.poll(() => again.asked.map(({ url }) => url).join()).toContain("person=jane&sha=da15608&limit=50");
    expect(await again.page.getByLabel("Person").inputValue()).toBe("jane");
  });

  test("finds messages by reason, and sends one or all of them again, to another recipient", async () => {
    const { page, rows, asked } = await openJournal(JOURNAL);
    await page.getByRole("link", { name: "1 buried: unknown_user" }).click();
    await expect.poll(() => rows.allInnerTexts()).toHaveLength(1);
    const posted = () =>
      asked.filter(({ body }) => body !== null).map(({ url, body }) => [new URL(url).pathname, body]);
    const all = page.locator("#retry-all");
    await all.getByRole("button", { name: "Send all of these again" }).click();
    await expect.poll(posted).toEqual([["/notifications/retry", `{"filter":{"reason":"unknown_user"}}`]]);
    await expect.poll(() => all.getByRole("status").innerText()).toContain("will be sent again");
    await rows.first().getByRole("button").first().click();
    const message = rows.first().locator(".message", { hasText: "jnae" });
    await message.getByLabel("To (Rocket.Chat username)").fill("jane");
    await message.getByRole("button", { name: "Send again" }).click();
    await expect.poll(posted).toContainEqual(["/notifications/2/retry", `{"recipient":"jane"}`]);
  });

  test("shows a new webhook without closing what is open, and a pause while it lasts", async () => {
    const journal = structuredClone(JOURNAL);
    const { page, rows } = await openJournal(journal);
    await rows.first().getByRole("button").click();
    journal.webhooks.unshift(preparedWebhook("third", { project: "newest/of-all" }));
    journal.status = preparedStatus({ relay: { leader: true, holder: "", detail: null, paused: PAUSE } });
    await expect.poll(() => rows.first().innerText(), { timeout: 10_000 }).toContain("newest/of-all");
    expect(await rows.nth(1).locator(".detail").isVisible()).toBe(true);
    const banner = page.locator("#trouble");
    await expect.poll(() => banner.innerText()).toContain(PAUSE.todo);
    for (const text of ["unreachable", PAUSE.detail, "Next attempt"]) expect(await banner.innerText()).toContain(text);
    journal.status = preparedStatus();
    await expect.poll(() => banner.isVisible(), { timeout: 10_000 }).toBe(false);
  });

  test("has only the requested rows, however many there are", async () => {
    const webhooks = Array.from({ length: 100_000 }, (_, index) => preparedWebhook(`w${index}`));
    const { page, rows } = await openJournal({ status: preparedStatus(), webhooks, notifications: [] });
    await expect.poll(() => rows.count()).toBe(50);
    await page.getByRole("button", { name: "Show older ones" }).click();
    await expect.poll(() => rows.count()).toBe(100);
  });

  test("polls every 2 s with two requests of a page each, however many webhooks there are", async () => {
    const webhooks = Array.from({ length: 100_000 }, (_, index) => preparedWebhook(`w${index}`));
    const { page, rows, asked } = await openJournal(
      { status: preparedStatus(), webhooks, notifications: [] },
      { stopClock: NOON },
    );
    await expect.poll(() => rows.count()).toBe(50);
    asked.length = 0;
    webhooks.unshift(preparedWebhook("newest", { project: "newest/of-all" }));
    await page.clock.runFor(3_000);
    await expect.poll(() => rows.first().innerText()).toContain("newest/of-all");
    const paths = asked.map(({ url }) => url.replace(/^.*:\d+/, ""));
    expect([...new Set(paths)]).toEqual(["/status", "/webhooks?limit=50"]);
    expect(paths.length).toBeLessThanOrEqual(4);
    expect(await rows.count()).toBe(51);
  });

  test("keeps an open row in place when more webhooks arrive than a page holds, and shows them on request", async () => {
    const journal = structuredClone(JOURNAL);
    const { page, rows } = await openJournal(journal);
    await rows.first().getByRole("button").first().click();
    await rows.first().locator(".facts").waitFor();
    journal.webhooks.unshift(...Array.from({ length: 60 }, (_, index) => preparedWebhook(`new${index}`)));
    const newer = page.getByRole("button", { name: "Show newer webhooks" });
    await newer.waitFor();
    expect(await rows.first().locator(".facts").isVisible()).toBe(true);
    await newer.click();
    await expect.poll(() => rows.count()).toBe(50);
    expect(await newer.count()).toBe(0);
  });

  test("copies the whole SHA, and says when something was received, how long ago and in which zone", async () => {
    const { page, rows } = await openJournal(JOURNAL);
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await rows.first().getByRole("button").first().click();
    await rows.first().getByRole("button", { name: "Copy the SHA" }).click();
    await rows.first().getByRole("button", { name: "Copied" }).waitFor();
    const { sha } = preparedWebhook("any");
    expect(await page.evaluate<string>("navigator.clipboard.readText()")).toBe(sha);
    expect(await rows.first().locator(".facts").innerText()).toMatch(
      /\d+ (?:seconds?|minutes?|hours?|days?) ago|yesterday/,
    );
    expect(await page.getByText("the time zone of this browser").innerText()).toContain("UTC");
  });

  test("says that a webhook does not exist, and that there is no leader", async () => {
    const relay = { leader: false, holder: null, paused: null, detail: "There is no leader now." };
    const journal = { ...JOURNAL, status: preparedStatus({ relay }) };
    const { page } = await openJournal(journal, { hash: "#webhook=gone", isLive: false });
    await expect.poll(() => page.locator("#note").innerText()).toBe("No webhook gone.");
    await expect.poll(() => page.locator("#trouble").innerText()).toBe("There is no leader now.");
  });

  test("shows why a changed recipients file was refused, until it is accepted", async () => {
    const journal = { ...JOURNAL, status: preparedStatus({ recipientsMistakes: [MISTAKE] }) };
    const { page } = await openJournal(journal);
    const banner = page.locator("#trouble");
    await expect.poll(() => banner.innerText()).toContain(MISTAKE);
    journal.status = preparedStatus();
    await expect.poll(() => banner.isVisible(), { timeout: 10_000 }).toBe(false);
  });

  test("removes delivered messages from a search for waiting ones, but updates an open row", async () => {
    const journal = structuredClone(JOURNAL);
    journal.webhooks = [preparedWebhook("one"), preparedWebhook("two")];
    journal.notifications = ["one", "two"].map((id) => preparedNotification(id, id, { state: "pending" }));
    const { rows } = await openJournal(journal, { hash: "#outcome=pending" });
    await expect.poll(() => rows.count()).toBe(2);
    await rows.first().getByRole("button").first().click();
    journal.notifications = ["one", "two"].map((id) => preparedNotification(id, id));
    await expect.poll(() => rows.count(), { timeout: 10_000 }).toBe(1);
    await expect.poll(() => rows.first().locator(".summary").innerText()).toContain("delivered");
    expect(await rows.first().locator(".facts").isVisible()).toBe(true);
  });

  test("appends older webhooks that the page comes to hold, instead of showing them as new", async () => {
    const at = (minute: number) => `2026-11-28T21:${String(minute).padStart(2, "0")}:05.000Z`;
    const webhooks = Array.from({ length: 59 }, (_, index) =>
      preparedWebhook(`w${index}`, { receivedAt: at(59 - index), outcome: "ignored", project: `p${index}` }),
    );
    const journal = { status: preparedStatus(), webhooks, notifications: [] };
    const { rows } = await openJournal(journal, { hash: "#outcome=ignored" });
    await expect.poll(() => rows.count()).toBe(50);
    journal.webhooks = webhooks.slice(3);
    await expect.poll(() => rows.first().innerText(), { timeout: 10_000 }).toContain("p3");
    expect(await rows.last().innerText()).toContain("p52");
  });

  test("offers older pages of a search for delivered messages when the newest all wait", async () => {
    const waiting = Array.from({ length: 50 }, (_, index) => preparedWebhook(`w${index}`));
    const journal = {
      status: preparedStatus(),
      webhooks: [...waiting, preparedWebhook("old", { project: "old/one" })],
      notifications: [
        ...waiting.map(({ id }) => preparedNotification(id, id, { state: "pending" })),
        preparedNotification("old", "old"),
      ],
    };
    const { page, rows, asked } = await openJournal(journal, { hash: "#outcome=delivered" });
    const note = page.locator("#note");
    await expect.poll(() => note.innerText()).toBe("None of the newest fits this search. Older ones may fit.");
    await page.getByRole("button", { name: "Show older ones" }).click();
    await expect.poll(() => rows.allInnerTexts()).toEqual([expect.stringContaining("old/one")]);
    asked.length = 0;
    await expect
      .poll(() => asked.filter(({ url }) => url.endsWith("limit=50")).length, { timeout: 10_000 })
      .toBeGreaterThan(1);
    expect(await rows.count()).toBe(1);
  });

  test("offers only reasons that can match, and finds nothing where outcome and reason exclude each other", async () => {
    const { page, rows } = await openJournal(JOURNAL);
    const reasons = await page.locator("#reason option").allTextContents();
    expect(reasons).toEqual(expect.arrayContaining(["Any", "no_recipient", "unknown_user"]));
    for (const skipped of SKIP_REASONS) expect(reasons).not.toContain(skipped);
    await page.getByLabel("Reason").selectOption("unknown_user");
    await expect.poll(() => rows.count()).toBe(1);
    await page.getByLabel("Outcome").selectOption("ignored");
    await expect.poll(() => page.locator("#note").innerText()).toBe("Nothing matches this search.");
  });

  test("adds the day to times when the day is over", async () => {
    const { page, rows } = await openJournal(
      { status: preparedStatus(), webhooks: [preparedWebhook("one", { receivedAt: NOON })], notifications: [] },
      { stopClock: NOON },
    );
    const time = rows.first().locator("time").first();
    await expect.poll(() => time.innerText()).toMatch(/^[\d:]+(?:\s[AP]M)?$/);
    await page.clock.fastForward(24 * 3_600_000);
    await expect.poll(() => time.innerText()).toMatch(/28/);
  });

  test("returns to the previous search by the browser's back button", async () => {
    const { page, rows } = await openJournal(JOURNAL);
    await page.getByLabel("Outcome").selectOption("ignored");
    await expect.poll(() => rows.count()).toBe(1);
    await page.goBack();
    await expect.poll(() => rows.count()).toBe(2);
    expect(await page.getByLabel("Outcome").inputValue()).toBe("");
  });

  test("says who would be notified of a payload, by the real policy", async () => {
    const { page, rows } = await openJournal(JOURNAL);
    await rows.first().getByRole("button").click();
    await page.unroute(/\/(?:status|webhooks|notifications)(?:[/?]|$)/);
    await page.getByRole("button", { name: "Who would be notified now?" }).click();
    const dialog = page.getByRole("dialog");
    await expect.poll(() => dialog.locator("output").innerText()).toContain("jane");
    expect(await dialog.locator("output").innerText()).not.toContain("duplicate");
    await fetch(new URL("/webhooks/gitlab", page.url()), {
      method: "POST",
      headers: { "content-type": "application/json", "x-gitlab-token": SECRET_TOKEN, "idempotency-key": "the-first" },
      body: await dialog.getByRole("textbox").inputValue(),
    });
    await dialog.getByRole("button", { name: "Test" }).click();
    await expect.poll(() => dialog.locator("output").innerText()).toContain("a duplicate of webhook the-first");
    await dialog.getByRole("textbox").fill("no JSON");
    await dialog.getByRole("button", { name: "Test" }).click();
    await expect.poll(() => dialog.locator("output").innerText()).toContain("not JSON");
  });

  test("tests the policy for a webhook of the journal with a made-up push of one commit, and says so", async () => {
    const policy = "rules: [{ changes: [updated], notify: ['@jane'] }]";
    const { page, rows } = await openJournal(JOURNAL, { policy });
    await rows.first().getByRole("button").click();
    await rows.first().locator(".facts").waitFor();
    await page.unroute(/\/(?:status|webhooks|notifications)(?:[/?]|$)/);
    await page.getByRole("button", { name: "Who would be notified now?" }).click();
    const dialog = page.getByRole("dialog");
    await expect.poll(() => dialog.locator("output").innerText()).toContain("Rule 1 notifies:");
    expect(await dialog.getByText("The service keeps no payloads").isVisible()).toBe(true);
  });

  test.each([
    ["light", 1280],
    ["dark", 320],
  ])(
    "axe finds nothing in %s at %i pixels, in any state, and nothing is cut off",
    async (scheme, width) => {
      const relay = { leader: true, holder: "", detail: null, paused: PAUSE };
      const paused = preparedStatus({ relay, pending: 3, recipientsMistakes: [MISTAKE] });
      const states = { empty: { status: preparedStatus(), webhooks: [], notifications: [] }, normal: JOURNAL };
      for (const [state, journal] of Object.entries({ ...states, paused: { ...JOURNAL, status: paused } })) {
        const { page, rows } = await openJournal(journal, { width, dark: scheme === "dark" });
        if (state === "normal") {
          await rows.first().getByRole("button").click();
          await rows.first().locator(".message").first().waitFor();
        }
        await screenshot(page, `page-${state}-${scheme}`);
        expect.soft(await accessibilityFaults(page)).toEqual([]);
        expect.soft(await page.locator("html").evaluate((html) => html.scrollWidth)).toBe(width);
      }
    },
    180_000,
  );
});
