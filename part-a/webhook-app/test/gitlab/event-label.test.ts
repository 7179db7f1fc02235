import { expect, test } from "vitest";
import { EVENT_LABELS, eventLabel } from "../../src/gitlab/event-label.ts";
import { RECORDED } from "./recorded-payloads.ts";

test("every recorded kind has its own label, but for one that GitLab does not document", () => {
  const other = new Set(RECORDED.map(({ kind }) => kind).filter((kind) => eventLabel(kind) === "other"));
  expect([...other]).toEqual(["job"]);
});

test("labels are a closed list without repetition, whatever arrives", () => {
  expect(new Set(EVENT_LABELS).size).toBe(EVENT_LABELS.length);
  for (const kind of ["__proto__", "constructor", "", "PUSH", "x".repeat(1e6)]) expect(eventLabel(kind)).toBe("other");
  expect(eventLabel("invalid")).toBe("invalid");
});
