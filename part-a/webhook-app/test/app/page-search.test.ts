import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { listWebhooks } from "../../src/contract/journal.ts";

const read = (file: string) => readFileSync(new URL(`../../src/page/${file}`, import.meta.url), "utf8");

/** What `GET /webhooks` can be asked for, apart from the place in the list. */
const PARAMETERS = Object.keys(listWebhooks.request.query.shape)
  .filter((name) => name !== "limit" && name !== "cursor")
  .toSorted();

test("the page has a field for each filter of GET /webhooks", () => {
  const [form = ""] = /<form id="search"[^]*?<\/form>/.exec(read("index.html")) ?? [];
  const fields = [...form.matchAll(/\bname="([a-z]+)"/gi)].map(([, name = ""]) => name);
  expect(fields.toSorted()).toEqual(PARAMETERS);
});

test("each of them is part of the page's address", () => {
  const [, list = ""] = /^const FIELDS = (\[.*\]);$/m.exec(read("search.js")) ?? [];
  const fields: string[] = JSON.parse(list);
  // `webhook` is one row, for links to it.
  expect(fields.toSorted()).toEqual([...PARAMETERS, "webhook"].toSorted());
});
