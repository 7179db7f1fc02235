import { expect, test } from "vitest";
import { sourceOf } from "../../src/gitlab/source.ts";

test.each([
  [{}, "hook"],
  [{ "x-gitlab-event": "Push Hook" }, "hook"],
  [{ "x-gitlab-event": "System Hook" }, "system_hook"],
  [{ "x-gitlab-event": "Push Hook", "x-webhook-source": "ci" }, "ci"],
  [{ "x-gitlab-event": "System Hook", "x-webhook-source": "CI" }, "ci"],
  [{ "x-webhook-source": "somebody else" }, "hook"],
] as [Record<string, string>, string][])("%j is the source %s", (headers, source) => {
  expect(sourceOf((name) => headers[name])).toBe(source);
});
