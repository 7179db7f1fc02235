import type { DatabaseSync } from "node:sqlite";
import { MIGRATIONS } from "./migrations.ts";
import { transaction } from "./transaction.ts";

/** "whap", in the file's header: distinguishes our files from other programs' SQLite files. */
const APPLICATION_ID = 0x77686170;

/**
 * Migrates the file to the newest schema.
 *
 * @throws Error if the file belongs to another program or to a newer version of this one
 */
export function migrate(db: DatabaseSync, path: string): void {
  const applicationId = readPragma(db, "application_id");
  const isEmpty = db.prepare("SELECT count(*) AS n FROM sqlite_schema").get()?.["n"] === 0;
  if (applicationId !== APPLICATION_ID && !isEmpty) {
    throw new Error(`${path} is another program's SQLite database, not an outbox. Name another file.`);
  }
  const version = readPragma(db, "user_version");
  if (version > MIGRATIONS.length) {
    throw new Error(
      `${path} has schema version ${version}; this program knows versions up to ${MIGRATIONS.length}. ` +
        "It was written by a newer version: run that one, or name another file.",
    );
  }
  for (const [index, sql] of MIGRATIONS.entries()) if (index >= version) apply(db, sql, index + 1);
}

function apply(db: DatabaseSync, sql: string, version: number): void {
  transaction(db, () => {
    db.exec(sql);
    db.exec(`PRAGMA user_version = ${version}; PRAGMA application_id = ${APPLICATION_ID}`);
  });
}

function readPragma(db: DatabaseSync, name: "application_id" | "user_version"): number {
  return Number(db.prepare(`PRAGMA ${name}`).get()?.[name]);
}
