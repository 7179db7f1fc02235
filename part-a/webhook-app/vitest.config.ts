import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

// The tests start some 900 threads and processes of the service: all but the first take its compiled sources from here.
process.env["NODE_COMPILE_CACHE"] ??= fileURLToPath(new URL("node_modules/.cache/compiled", import.meta.url));

const BROWSER = ["test/browser/**/*.test.ts"];
const POSTGRES = ["test/outbox/{pgbouncer,postgres*,previous-version}.test.ts"];
const SQLITE = ["test/app/**/*.test.ts", "test/{outbox,relay}/*sqlite*.test.ts"];
const PROCESSES = ["test/{chaos,commands,demo,guide,whole-path}/**/*.test.ts"];

/** For two cores, which is what CI has. Those that wait half of their time for other processes come after those that compute. */
const COMPUTING = { maxWorkers: 2, sequence: { groupOrder: 0 } };
const WAITING = { maxWorkers: 3, sequence: { groupOrder: 1 } };

export default defineConfig({
  // Rocket.Chat's packages name source maps that they do not ship, each a warning.
  logLevel: "error",
  test: {
    // Whole-path tests start real processes on two cores; a hung one must still fail long before CI's limit.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 10_000, interval: 25 } },
    reporters: ["default", "./testing/plain-summary-reporter.ts"],
    // `npx vitest run test/gitlab` starts what the project of those files needs, and nothing for the others.
    projects: [
      {
        extends: true,
        test: {
          // The files share a process for each worker: loading zod, Hono and undici anew for each took twice the CPU time.
          name: "unit",
          include: ["test/**/*.test.ts"],
          exclude: [...SQLITE, ...POSTGRES, ...PROCESSES, ...BROWSER],
          isolate: false,
          ...COMPUTING,
        },
      },
      { extends: true, test: { name: "sqlite", include: SQLITE, ...COMPUTING } },
      {
        extends: true,
        test: {
          name: "postgres",
          include: POSTGRES,
          globalSetup: ["test/support/postgres-for-all-tests.ts"],
          ...WAITING,
        },
      },
      { extends: true, test: { name: "processes", include: PROCESSES, ...WAITING } },
      { extends: true, test: { name: "browser", include: BROWSER, ...WAITING } },
    ],
  },
});
