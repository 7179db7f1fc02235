import { accessRules } from "./access.ts";
import { availabilityRules } from "./availability.ts";
import { containerRules } from "./containers.ts";
import { referenceRules } from "./references.ts";
import type { Rule } from "./rule.ts";
import { securityRules } from "./security.ts";

/** kube-linter's default checks and some of its optional ones: https://docs.kubelinter.io/#/generated/checks */
export const rules: Rule[] = [
  ...securityRules,
  ...containerRules,
  ...availabilityRules,
  ...accessRules,
  ...referenceRules,
];
