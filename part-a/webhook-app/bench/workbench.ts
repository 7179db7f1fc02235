import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import { startPostgres } from "../testing/start-postgres.ts";
import type { Effort } from "./arguments.ts";
import { RECIPIENTS } from "./load/messages.ts";
import { createPayload } from "./load/payload.ts";

export type Store = "SQLite" | "PostgreSQL";

/** What every row needs. */
export interface Workbench extends AsyncDisposable {
  effort: Effort;
  /** Only for this run; removed at its end. */
  directory: string;
  /** Files with the load's body and the 200 people. */
  bodyFile: string;
  recipientsFile: string;
  /** DATABASE_URL of a new, empty store. The PostgreSQL server starts at its first use, and syncs to disk. */
  newStore: (store: Store) => Promise<string>;
}

/** Creates the workbench in the system's temporary directory (TMPDIR moves it to another disk). */
export function createWorkbench(effort: Effort): Workbench {
  const directory = mkdtempSync(join(tmpdir(), "webhook-app-bench-"));
  const bodyFile = join(directory, "push.json");
  const recipientsFile = join(directory, "recipients.yaml");
  writeFileSync(bodyFile, createPayload());
  writeFileSync(recipientsFile, recipientsYaml());
  let postgres: ReturnType<typeof startPostgres> | undefined;
  let stores = 0;

  async function newStore(store: Store): Promise<string> {
    const name = `bench_${++stores}`;
    if (store === "SQLite") return `sqlite:${join(directory, `${name}.sqlite`)}`;
    const { url } = await (postgres ??= startPostgres(["-c", "max_connections=200"]));
    return createDatabase(url, name);
  }

  return {
    effort,
    directory,
    bodyFile,
    recipientsFile,
    newStore,
    async [Symbol.asyncDispose]() {
      await (await postgres)?.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

function recipientsYaml(): string {
  const people = RECIPIENTS.map((name) => `  ${name}: ${name}\n`).join("");
  return `rules:\n  - events: [push]\n    notify: [pusher]\npeople:\n${people}`;
}

async function createDatabase(serverUrl: string, name: string): Promise<string> {
  const client = new Client(serverUrl);
  await client.connect();
  await client.query(`CREATE DATABASE ${name}`);
  // Writes what the last round left behind now, not during the next one.
  await client.query("CHECKPOINT");
  await client.end();
  return Object.assign(new URL(serverUrl), { pathname: `/${name}` }).href;
}
