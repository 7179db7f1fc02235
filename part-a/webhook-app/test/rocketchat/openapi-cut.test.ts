import { describe, expect, test } from "vitest";
import { Document } from "yaml";
import { correct } from "../../scripts/openapi-cut/correct.ts";
import { pickComponents } from "../../scripts/openapi-cut/pick-components.ts";
import { pickOperation } from "../../scripts/openapi-cut/pick-operation.ts";

const UPSTREAM = {
  paths: {
    "/api/v1/things": {
      get: {
        summary: "Upstream's words",
        description: "More of them",
        operationId: "get-things",
        parameters: [
          { $ref: "#/components/parameters/Auth-Token" },
          { name: "X-User-Id", in: "header", schema: { type: "string" } },
          { name: "id", in: "query", example: "x", schema: { type: "string" } },
          { $ref: "#/components/parameters/count" },
        ],
        responses: {
          "200": {
            description: "",
            content: {
              "application/json": { schema: { properties: { description: { type: "string", example: "x" } } } },
            },
          },
          "400": { description: "Upstream's own" },
        },
      },
    },
  },
  components: {
    parameters: {
      count: { name: "count", schema: { $ref: "#/components/schemas/Count" } },
      "Auth-Token": { in: "header" },
    },
    schemas: { Count: { type: "integer", description: "How many" }, Unused: { type: "string" } },
  },
};

const picked = pickOperation(UPSTREAM, { file: "x.yaml", path: "/api/v1/things", method: "get", summary: "Ours" });

describe("an operation cut out of upstream's document", () => {
  test("loses its prose and its credentials, and keeps properties that are called like prose", () => {
    expect(picked).toMatchObject({
      summary: "Ours",
      operationId: "get-things",
      parameters: [{ name: "id", in: "query", schema: { type: "string" } }, { $ref: "#/components/parameters/count" }],
      responses: {
        "200": { content: { "application/json": { schema: { properties: { description: { type: "string" } } } } } },
        "400": { $ref: "#/components/responses/badRequest" },
        "429": { $ref: "#/components/responses/tooManyRequests" },
      },
    });
    expect(JSON.stringify(picked)).not.toMatch(/Upstream|More of them|example/);
  });

  test("takes the components along that it needs, and those that these need", () => {
    expect(pickComponents([{}, UPSTREAM], { "/things": { get: picked } })).toEqual({
      parameters: { count: { name: "count", schema: { $ref: "#/components/schemas/Count" } } },
      schemas: { Count: { type: "integer" } },
    });
  });

  test("fails by name when upstream has none", () => {
    const gone = { file: "x.yaml", path: "/api/v1/gone", method: "get", summary: "" } as const;
    expect(() => pickOperation(UPSTREAM, gone)).toThrow("Upstream has no get /api/v1/gone");
  });
});

describe("a correction", () => {
  test("sets or merges, and stands in the document with its reason", () => {
    const document = new Document({ a: { b: { type: "string" }, c: { type: "object" } } });
    correct(document, { at: ["a", "b"], why: "Upstream: string.", set: { type: "boolean" } });
    correct(document, { at: ["a", "c"], merge: { required: ["x"] } });
    correct(document, { at: ["a", "d"], why: "Missing.", set: 1 });
    expect(document.toString()).toBe(
      "a:\n  # Upstream: string.\n  b:\n    type: boolean\n  c:\n    type: object\n    required:\n      - x\n  # Missing.\n  d: 1\n",
    );
  });

  test("fails by its path when there is nothing left to correct", () => {
    const document = new Document({ a: {} });
    expect(() => correct(document, { at: ["a", "b"], merge: { x: 1 } })).toThrow("Nothing to correct at a > b.");
    expect(() => correct(document, { at: ["a", "b"], why: "x" })).toThrow("Nothing to correct at a > b.");
  });
});
