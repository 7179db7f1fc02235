import type { TestProject } from "vitest/node";
import { startPostgres } from "../../testing/start-postgres.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** A server that all test files share, with a separate schema for each test. */
    postgresUrl: string;
  }
}

/** Uses the PostgreSQL that TEST_DATABASE_URL names, or starts one for the run. */
export default async function setUp(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const given = process.env["TEST_DATABASE_URL"];
  if (given) {
    project.provide("postgresUrl", given);
    return undefined;
  }
  // Nothing of it is to survive the run, so nothing needs to be synced; tests of durability start their own.
  const postgres = await startPostgres(["-c", "fsync=off", "-c", "max_connections=300"]);
  project.provide("postgresUrl", postgres.url);
  return postgres.stop;
}
