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
    // By default one less than the cores, which on two leaves one idle: much of the time goes into waiting for processes.
    maxWorkers: 2,
    reporters: ["default", "./testing/plain-summary-reporter.ts"],
  },
});
