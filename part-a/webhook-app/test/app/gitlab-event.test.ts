import { OpenAPIHono } from "@hono/zod-openapi";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { GitLabEventSchema } from "../../src/contract/gitlab-event.ts";
import { parseEvent } from "../../src/gitlab/parse-event.ts";
import { RECORDED } from "../gitlab/recorded-payloads.ts";
import { seededRandom } from "../../testing/seeded-random.ts";

const app = new OpenAPIHono();
app.openAPIRegistry.register("GitLabEvent", GitLabEventSchema);
const document = app.getOpenAPI31Document({ openapi: "3.1.0", info: { title: "", version: "" } });
const ajv = new Ajv2020({ strict: false, logger: false });
const allows = ajv
  .addSchema({ $id: "document", ...document })
  .compile({ $ref: "document#/components/schemas/GitLabEvent" });

const VALUES = [
  null,
  "",
  "push",
  "note",
  "a",
  0,
  1,
  1.5,
  true,
  [],
  {},
  [{}],
  [null],
  [{ id: "a" }],
  [{ id: 1 }],
  { id: 1 },
];

/** Every object and array in a payload. */
function containers(value: unknown): Record<string, unknown>[] {
  if (typeof value !== "object" || value === null) return [];
  return [value as Record<string, unknown>, ...Object.values(value).flatMap(containers)];
}

/** One to three values replaced or deleted, half of them near the top where most of what we read is. */
function mutate(json: Record<string, unknown>, random: ReturnType<typeof seededRandom>) {
  const mutant = structuredClone(json);
  for (let left = 1 + Math.floor(random.next() * 3); left > 0; left -= 1) {
    const target = random.next() < 0.5 ? mutant : random.pick(containers(mutant));
    const key = random.pick([...Object.keys(target), "object_kind", "event_name", "ref"]);
    if (random.next() < 0.3) delete target[key];
    else target[key] = structuredClone(random.pick(VALUES));
  }
  return mutant;
}

const disagreement = (json: unknown) => allows(json) !== parseEvent(json).ok;

describe("the documented schema", () => {
  test("allows every recorded payload", () => {
    expect(RECORDED.filter(({ json }) => !allows(json)).map(({ file }) => file)).toEqual([]);
  });

  test.each([
    null,
    [],
    "push",
    1,
    true,
    {},
    { object_kind: null, event_name: "push" },
    { object_kind: 1 },
    { event_name: 1 },
  ])("refuses %j, as the parser does", (json) => {
    expect(allows(json)).toBe(false);
    expect(parseEvent(json).ok).toBe(false);
  });

  test.each([
    { object_kind: "" },
    { event_name: "" },
    { object_kind: "__proto__" },
    { event_name: "constructor", ref: 1 },
  ])("allows a kind nobody knows, %j, as the parser does", (json) => {
    expect(allows(json)).toBe(true);
    expect(parseEvent(json).ok).toBe(true);
  });

  test("allows exactly what the parser accepts, in 30,000 mutated payloads", () => {
    const random = seededRandom(20_261_125);
    const mutants = Array.from({ length: 30_000 }, () => mutate(random.pick(RECORDED).json, random));
    const refused = mutants.filter((mutant) => !parseEvent(mutant).ok).length;
    expect(refused).toBeGreaterThan(3_000);
    expect(refused).toBeLessThan(27_000);
    expect(mutants.filter(disagreement).slice(0, 3)).toEqual([]);
  });
});
