import { describe, expect, test } from "vitest";
import { SECRET_TOKEN, startApp } from "../app/start-app.ts";
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
    await token.getByRole("button", { name: "Apply credentials" }).click();
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
});
