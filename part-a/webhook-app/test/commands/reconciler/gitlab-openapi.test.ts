import { expect, test } from "vitest";
import { understand } from "./contract.ts";

test.each([
  ["/api/v4/projects/1/hooks/2/events?per_page=21", /per_page=21: .*<= 20/],
  ["/api/v4/projects/1/hooks/2/events?status=failed", /status=failed: .*allowed values/],
  ["/api/v4/projects/1/hooks/two/events", /hook_id=two: .*integer/],
  ["/api/v4/projects/1/hooks?size=1", /unknown parameters: size/],
  ["/api/v4/projects/1/webhooks", /GitLab's document has no GET/],
])("the stand-in GitLab rejects what GitLab's document does not have: %s", (path, message) => {
  expect(() => understand("GET", new URL(path, "http://gitlab"))).toThrow(message);
});

test("and accepts what it has, with a project's path as its id", () => {
  const url = new URL("http://gitlab/api/v4/projects/group%2Fapp/hooks/2/events?status=client_failure,500&page=2");
  const { path, checkAnswer } = understand("GET", url);
  expect(path).toEqual({ id: "group/app", hook_id: "2" });
  expect(() => checkAnswer(200, [{ id: "1" }])).toThrow(/answers otherwise: .*integer/);
  expect(() => checkAnswer(201, [])).toThrow(/never answers 201/);
});
