import { describe, expect, test } from "vitest";

import { exceptions } from "./exceptions.ts";
import { accessRules } from "./rules/access.ts";
import { availabilityRules } from "./rules/availability.ts";
import { containerRules } from "./rules/containers.ts";
import { referenceRules } from "./rules/references.ts";
import { securityRules } from "./rules/security.ts";
import { manifests } from "./support/repository.ts";

// kube-linter's default checks and some of its optional ones: https://docs.kubelinter.io/#/generated/checks
const rules = [...securityRules, ...containerRules, ...availabilityRules, ...accessRules, ...referenceRules];

describe("every object keeps every rule but for the named exceptions, all of which are needed", () => {
  test.each(rules)("$name", ({ name, find }) => {
    const excepted = exceptions.filter(({ rule }) => rule === name).map(({ subject }) => subject);
    expect(find(manifests).sort()).toEqual(excepted.sort());
  });
});

test("every exception is of a rule that there is", () => {
  const names = new Set(rules.map(({ name }) => name));
  expect(exceptions.filter(({ rule }) => !names.has(rule))).toEqual([]);
});
