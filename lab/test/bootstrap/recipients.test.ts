import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { readRecipients } from "../../src/bootstrap/rocket-chat/recipients.ts";

test("everybody who may be notified needs an account: mapped people, group members, and those whom a rule names", async () => {
  const folder = await mkdtemp(join(tmpdir(), "recipients-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, "recipients.yaml");
  await writeFile(
    file,
    `rules:
  - notify: [pusher, "@release-captain"]
people: { j.doe: jane, jane@example.com: jane, root: root, bot: null }
groups: { backend: [sam, jane] }
`,
  );
  expect(await readRecipients(file)).toEqual(["jane", "root", "sam", "release-captain"]);
});
