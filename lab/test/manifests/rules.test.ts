import { describe, expect, test } from "vitest";

import { exceptions } from "./exceptions.ts";
import { rules } from "./rules/all.ts";
import { manifests } from "./support/repository.ts";

describe("every object keeps every rule, except for the named exceptions, all of which are needed", () => {
  test.each(rules)("$name", ({ name, find }) => {
    const excepted = exceptions.filter(({ rule }) => rule === name).map(({ subject }) => subject);
    expect(find(manifests).sort()).toEqual(excepted.sort());
  });
});

test("every exception is for an existing rule", () => {
  const names = new Set(rules.map(({ name }) => name));
  expect(exceptions.filter(({ rule }) => !names.has(rule))).toEqual([]);
});
