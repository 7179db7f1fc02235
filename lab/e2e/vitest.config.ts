import { defineConfig } from "vitest/config";
import { PARTS } from "./parts.ts";
import { recordChecks } from "./record/record-checks.ts";

/** In this order, one after the other: each is a group of its own. main.ts says which of them run. */
const FILES = ["set-up", ...PARTS, "removal"];

export default defineConfig({
  test: {
    // Later checks build on earlier ones; what a failure has left behind stays, to be looked at.
    bail: 1,
    // Every wait has a limit of its own. The longest are builds of images.
    testTimeout: 60 * 60_000,
    hookTimeout: 5 * 60_000,
    reporters: ["verbose", recordChecks(), "../../part-a/webhook-app/testing/plain-summary-reporter.ts"],
    projects: FILES.map((name, groupOrder) => ({
      extends: true,
      test: { name, include: [`${name}.test.ts`], sequence: { groupOrder } },
    })),
  },
});
