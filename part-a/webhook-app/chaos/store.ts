import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startKillablePostgres, type KillablePostgres } from "./killable-postgres.ts";

export type StoreKind = "sqlite" | "postgres";

/** A world's outbox. */
export interface Store {
  kind: StoreKind;
  databaseUrl: string;
  /** How many may share it. */
  replicas: number;
  postgres?: KillablePostgres;
  close: () => Promise<void>;
}

/** Opens an empty outbox. */
export async function openStore(kind: StoreKind): Promise<Store> {
  if (kind === "postgres") {
    const postgres = await startKillablePostgres();
    return { kind, databaseUrl: postgres.url, replicas: 2, postgres, close: postgres.stop };
  }
  const directory = mkdtempSync(join(tmpdir(), "webhook-app-chaos-"));
  return {
    kind,
    databaseUrl: `sqlite:${join(directory, "outbox.sqlite")}`,
    replicas: 1,
    close: async () => rmSync(directory, { recursive: true, force: true }),
  };
}
