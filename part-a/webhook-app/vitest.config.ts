import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

// The tests start some 900 threads and processes of the service: all but the first take its compiled sources from here.
process.env["NODE_COMPILE_CACHE"] ??= fileURLToPath(new URL("node_modules/.cache/compiled", import.meta.url));

const BROWSER = ["test/browser/**/*.test.ts"];
const POSTGRES = ["test/outbox/{pgbouncer,postgres*,previous-version}.test.ts"];
const SQLITE = ["test/app/**/*.test.ts", "test/{outbox,relay}/*sqlite*.test.ts"];
const PROCESSES = ["test/{chaos,commands,demo,guide,whole-path}/**/*.test.ts"];

export default defineConfig({
  // Rocket.Chat's packages name source maps that they do not ship, each a warning.
  logLevel: "error",
  test: {
    // Whole-path tests start real processes on two cores; a hung one must still fail long before CI's limit.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // By default one less than the cores, which on two leaves one idle: much of the time goes into waiting for processes.
    maxWorkers: 2,
    expect: { poll: { timeout: 10_000, interval: 25 } },
    reporters: ["default", "./testing/plain-summary-reporter.ts"],
    // `npx vitest run test/gitlab` starts what the project of those files needs, and nothing for the others.
    projects: [
      {
        extends: true,
        test: {
          // Everything in one process; 84 files that each load zod, Hono and undici anew took twice the CPU time.
          name: "unit",
          include: ["test/**/*.test.ts"],
          exclude: [...SQLITE, ...POSTGRES, ...PROCESSES, ...BROWSER],
          isolate: false,
        },
      },
      { extends: true, test: { name: "sqlite", include: SQLITE } },
      {
        extends: true,
        test: {
          name: "postgres",
          include: POSTGRES,
          globalSetup: ["test/support/postgres-for-all-tests.ts"],
        },
      },
      { extends: true, test: { name: "processes", include: PROCESSES } },
      { extends: true, test: { name: "browser", include: BROWSER } },
    ],
  },
});
