import { globSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { NOTIFIABLE_KINDS } from "../../src/gitlab/kinds.ts";
import { read } from "./document.ts";

const PAYLOADS = new URL("../../payloads/", import.meta.url);

test("docs/policy.md names each kind that a rule may list in `events`", () => {
  const [row = ""] = /^\| `events` \|.*$/m.exec(read("docs/policy.md")) ?? [];
  expect(NOTIFIABLE_KINDS.filter((kind) => !row.includes(`\`${kind}\``))).toEqual([]);
});

test("there is a payload to try of each kind", () => {
  const kinds = new Set(
    globSync("*.json", { cwd: PAYLOADS }).map((file) => {
      const { object_kind: kind, event_name: name } = JSON.parse(readFileSync(new URL(file, PAYLOADS), "utf8"));
      return kind ?? name;
    }),
  );
  expect(NOTIFIABLE_KINDS.filter((kind) => !kinds.has(kind))).toEqual([]);
});
