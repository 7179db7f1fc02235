import { describe, expect, test } from "vitest";
import { SECRET_TOKEN, startApp } from "../app/start-app.ts";
import { accessibilityFaults } from "./axe.ts";
import { openPage, screenshot, withoutBrowser } from "./open-page.ts";

describe.skipIf(withoutBrowser)("/docs in a browser", () => {
  test("renders every route, from this host alone", async () => {
    const app = await startApp();
    const { page, errors, foreign } = await openPage(`${app.baseUrl}/docs`);
    await page.locator(".opblock").first().waitFor();
    const shown = await page.locator(".opblock-summary-path").allInnerTexts();
    expect(shown.map((path) => path.replaceAll("\u200B", ""))).toEqual(
      expect.arrayContaining([
        "/webhooks/gitlab",
        "/webhooks/gitlab/explain",
        "/notifications",
        "/notifications/{id}/retry",
        "/livez",
      ]),
    );
    await screenshot(page, "docs");
    expect(errors).toEqual([]);
    expect(foreign()).toEqual([]);
  });

  test('"try it" sends an authorised push and shows the answer', async () => {
    const app = await startApp();
    const { page, foreign } = await openPage(`${app.baseUrl}/docs`);
    await page.getByRole("button", { name: "Authorize" }).click();
    const token = page.locator(".auth-container", { hasText: "X-Gitlab-Token" });
    await token.getByRole("textbox").fill(SECRET_TOKEN);
    await token.getByRole("button", { name: "Authorize, credentials" }).click();
    await page.getByRole("button", { name: "Close" }).first().click();
    const operation = page.locator("#operations-webhooks-receiveWebhook");
    await operation.locator(".opblock-summary").click();
    await operation.getByRole("button", { name: "Execute" }).click();
    const status = operation.locator(".live-responses-table tbody .response-col_status").first();
    await expect.poll(() => status.innerText()).toContain("202");
    await screenshot(page, "docs-try-it");
    expect(app.records).toMatchObject([{ outcome: "accepted", event: "push" }]);
    expect(foreign()).toEqual([]);
  });

  test.each([
    ["light", 1280],
    ["dark", 320],
  ])(
    "axe finds nothing in %s at %i pixels, whatever is open",
    async (scheme, width) => {
      const app = await startApp();
      const { page } = await openPage(`${app.baseUrl}/docs`, { width, dark: scheme === "dark" });
      await page.locator(".opblock").first().waitFor();
      await screenshot(page, `docs-${scheme}`);
      expect.soft(await accessibilityFaults(page)).toEqual([]);
      await page.getByRole("button", { name: "Authorize" }).click();
      await page.getByRole("textbox").first().waitFor();
      expect.soft(await accessibilityFaults(page)).toEqual([]);
      await page.getByRole("button", { name: "Close" }).first().click();
      for (const operation of await page.locator(".opblock-summary-control").all()) await operation.click();
      const livez = page.locator("#operations-operations-livez");
      await livez.getByRole("button", { name: "Execute" }).click();
      await livez.locator(".live-responses-table").waitFor();
      await screenshot(page, `docs-open-${scheme}`);
      expect.soft(await accessibilityFaults(page)).toEqual([]);
      expect(await page.locator("html").evaluate((html) => html.scrollWidth)).toBe(width);
      // axe looks at some 10,000 elements here, three times.
    },
    180_000,
  );

  test("with a slash at its end it is the same page, and a link leads to the operators' page", async () => {
    const app = await startApp();
    const { page, errors } = await openPage(`${app.baseUrl}/docs/#/operations/livez`);
    await page.locator("#operations-operations-livez").getByRole("button", { name: "Execute" }).waitFor();
    expect(page.url()).toBe(`${app.baseUrl}/docs#/operations/livez`);
    expect(errors).toEqual([]);
    await page.getByRole("link", { name: "Webhooks and their outcomes" }).click();
    expect(page.url()).toBe(`${app.baseUrl}/`);
  });
});
