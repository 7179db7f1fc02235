import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    reporters: ["default", "../part-a/webhook-app/test/plain-summary-reporter.ts"],
  },
});
