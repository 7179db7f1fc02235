import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

// Many tests start the lab's commands as processes: all but the first take their compiled sources from here.
process.env["NODE_COMPILE_CACHE"] ??= fileURLToPath(new URL("node_modules/.cache/compiled", import.meta.url));

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    // Bringing everything up and up again is a thousand requests; on a busy machine they take their time.
    testTimeout: 60_000,
    // By default one less than the cores, which on two leaves one idle.
    maxWorkers: 2,
    reporters: ["default", "../part-a/webhook-app/testing/plain-summary-reporter.ts"],
  },
});
