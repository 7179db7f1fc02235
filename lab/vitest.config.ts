import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    // Bringing everything up and up again is a thousand requests; on a busy machine they take their time.
    testTimeout: 60_000,
    reporters: ["default", "../part-a/webhook-app/testing/plain-summary-reporter.ts"],
  },
});
