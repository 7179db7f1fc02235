import { expect, test } from "vitest";
import { keepProperties } from "../../../scripts/openapi-cut/keep-properties.ts";
import { refuseNull } from "../../../scripts/openapi-cut/refuse-null.ts";
import { understand } from "./contract.ts";

const components = { schemas: { Big: { type: "object", properties: { a: { type: "string" }, b: {} } }, Small: {} } };

test("keeps only the named properties of a large schema, and other schemas whole", () => {
  expect(keepProperties(components, { Big: ["a"] })).toEqual({
    schemas: { Big: { type: "object", properties: { a: { type: "string" } } }, Small: {} },
  });
});

test("names a schema or property that upstream no longer has", () => {
  expect(() => keepProperties(components, { Gone: ["a"] })).toThrow("Upstream has no schema Gone");
  expect(() => keepProperties(components, { Big: ["c"] })).toThrow("Upstream's schema Big has no c.");
});

test("a required property is no longer nullable, at any depth; others stay as they are", () => {
  const key = { type: "string", nullable: true };
  const list = { type: "array", items: { required: ["key"], properties: { key, other: key } } };
  expect(refuseNull({ required: ["url"], properties: { url: key, name: key, list } })).toEqual({
    required: ["url"],
    properties: {
      url: { type: "string" },
      name: key,
      list: { type: "array", items: { required: ["key"], properties: { key: { type: "string" }, other: key } } },
    },
  });
});

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
