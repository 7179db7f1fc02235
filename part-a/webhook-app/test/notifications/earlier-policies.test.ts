import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parseEvent } from "../../src/gitlab/parse-event.ts";
import { decide } from "../../src/notifications/decide.ts";
import type { Decision } from "../../src/notifications/decision.ts";
import { parsePolicy, singleRecipientPolicy, type Policy } from "../../src/notifications/policy.ts";
import { RECORDED } from "../gitlab/recorded-payloads.ts";

/**
 * The example files of version 1.0.0 (README, k8s, lab, the demo's single recipient, and the README's with the recorded
 * payloads' names), and what that version decided by them.
 */
const FOLDER = new URL("../fixtures/earlier-policies/", import.meta.url);

const read = (file: string) => readFileSync(new URL(file, FOLDER), "utf8");

const policyOf = (name: string): Policy =>
  name === "demo" ? singleRecipientPolicy("jane") : parsePolicy(read(name), name);

/** Skipped people whom that version did not distinguish or count: redacted addresses and commits that were not sent. */
const NEW_REASONS = new Set<string>(["redacted_author", "beyond_payload"]);

function inWords(decision: Decision): string {
  const told =
    decision.status === "notify"
      ? `notify by ${decision.rule}: ${decision.recipients.map(({ recipient, because }) => `${recipient} as ${because}`).join(", ")}`
      : `${decision.reason}${decision.rule === undefined ? "" : ` by ${decision.rule}`}`;
  const skipped = decision.skipped.filter(({ reason }) => !NEW_REASONS.has(reason));
  return withSkipped(
    told,
    skipped.map(({ person, reason }) => `${person} ${reason}`),
  );
}

function withSkipped(told: string, skipped: readonly string[]): string {
  return skipped.length === 0 ? told : `${told}; skipped: ${skipped.join(", ")}`;
}

function withoutRedacted(decision: string): string {
  const [told = "", skipped = ""] = decision.split("; skipped: ");
  return withSkipped(
    told,
    skipped.split(", ").filter((person) => person !== "" && !/^\[redacted\] /i.test(person)),
  );
}

const rows = read("decisions.tsv")
  .trimEnd()
  .split("\n")
  .slice(1)
  .map((line) => line.split("\t"));

describe.each([...new Set(rows.map(([policy = ""]) => policy))])("the file %s", (name) => {
  test("decides of the recorded payloads as it did", () => {
    const policy = policyOf(name);
    for (const [, file, expected] of rows.filter(([policy]) => policy === name)) {
      const parsed = parseEvent(RECORDED.find((payload) => payload.file === file)?.json);
      if (!parsed.ok) throw new Error(`${file} is refused.`);
      expect
        .soft(`${file}: ${inWords(decide(parsed.event, policy))}`)
        .toBe(`${file}: ${withoutRedacted(expected ?? "")}`);
    }
  });
});
