import { defineConfig } from "vitest/config";

export default defineConfig({
  // Rocket.Chat's packages name source maps that they do not ship, each a warning.
  logLevel: "error",
  test: {
    globalSetup: ["test/support/postgres-for-all-tests.ts"],
    include: ["test/**/*.test.ts"],
    // Whole-path tests start real processes on two cores; a hung one must still fail long before CI's limit.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    reporters: ["default", "./test/plain-summary-reporter.ts"],
  },
});
