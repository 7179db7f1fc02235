import { renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ADMIN_HEADERS, GITLAB_HEADERS, startService } from "../support/start-service.ts";
import { until } from "../../testing/until.ts";
import { temporaryDirectory } from "../support/temporary-directory.ts";
import { push } from "../notifications/payloads.ts";

test("a running service takes a changed recipients file, and keeps the last good one", async () => {
  const folder = temporaryDirectory();
  const file = join(folder, "recipients.yaml");
  function write(text: string): void {
    writeFileSync(`${file}.new`, text);
    renameSync(`${file}.new`, file);
  }
  write('rules: [{notify: ["@jane"]}]');
  const service = await startService({
    env: {
      DATABASE_URL: `sqlite:${join(folder, "outbox.sqlite")}`,
      ROCKETCHAT_URL: "http://127.0.0.1:1",
      ROCKETCHAT_USER_ID: "bot",
      ROCKETCHAT_AUTH_TOKEN: "token",
      RECIPIENTS_FILE: file,
    },
  });
  async function told(): Promise<unknown> {
    const { data } = await service.client.POST("/webhooks/gitlab/explain", {
      headers: GITLAB_HEADERS,
      body: push({ project: "a/b" }) as never,
    });
    return data?.recipients.map(({ recipient }) => recipient);
  }
  const mistakes = async () =>
    (await service.client.GET("/status", { headers: ADMIN_HEADERS })).data?.recipientsMistakes;
  const logged = (event: string) =>
    until(`the log line ${event}`, () => service.logLines().find((line) => line["event"] === event));

  expect(await told()).toEqual(["jane"]);
  write("rules: []\n");
  expect(await logged("recipients_file_refused")).toMatchObject({
    level: "error",
    mistakes: [expect.stringContaining("recipients.yaml:1: rules: []: is empty")],
  });
  expect(await told()).toEqual(["jane"]);
  expect(await mistakes()).toEqual([expect.stringContaining("recipients.yaml:1: rules: []: is empty")]);
  expect(await service.metrics()).toContain("recipients_file_valid 0");
  write('rules: [{notify: ["@max"]}]');
  expect(await logged("recipients_file_read")).toMatchObject({ rules: 1 });
  expect(await told()).toEqual(["max"]);
  expect(await mistakes()).toEqual([]);
  expect(await service.metrics()).toContain("recipients_file_valid 1");
});
