import { chmodSync, copyFileSync, mkdirSync, readdirSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { backup, DatabaseSync } from "node:sqlite";
import { describe, expect, onTestFinished, test } from "vitest";
import { openOutbox } from "../../src/outbox/open.ts";
import { openDatabase } from "../../src/outbox/sqlite/database.ts";
import { temporaryDirectory } from "../support/temporary-directory.ts";
import { OPTIONS, pendingIds, put } from "./harness.ts";
import { openSqliteHarness } from "./open-sqlite-harness.ts";

const open = (path: string) => openOutbox(`sqlite:${path}`, OPTIONS);

/** Changes a closed outbox's file from outside. */
function execute(path: string, sql: string): void {
  const db = new DatabaseSync(path);
  db.exec(sql);
  db.close();
}

describe("opening", () => {
  test("rejects a URL of another kind without repeating it, and says what is accepted", async () => {
    const opened = openOutbox("mysql://user:secret@host/db", OPTIONS);
    await expect(opened).rejects.toThrow(/sqlite:<path>/);
    await expect(opened).rejects.not.toThrow(/secret/);
  });

  test("creates missing directories", async () => {
    const outbox = await open(join(temporaryDirectory(), "not", "there", "outbox.sqlite"));
    expect(await outbox.stats()).toMatchObject({ pending: 0 });
    await outbox.close();
  });

  test("writes a log that is fsynced at every commit", () => {
    const { db, close } = openDatabase(join(temporaryDirectory(), "outbox.sqlite"));
    onTestFinished(close);
    expect(db.prepare("PRAGMA journal_mode").get()).toMatchObject({ journal_mode: "wal" });
    // 2 is FULL.
    expect(db.prepare("PRAGMA synchronous").get()).toMatchObject({ synchronous: 2 });
  });

  test("refuses a file with a newer schema", async () => {
    const harness = await openSqliteHarness();
    await harness.outbox.close();
    execute(harness.path, "PRAGMA user_version = 99");
    await expect(open(harness.path)).rejects.toThrow(/outbox\.sqlite has schema version 99.*newer version/);
  });

  test("refuses another program's database and leaves it alone", async () => {
    const path = join(temporaryDirectory(), "other.sqlite");
    execute(path, "CREATE TABLE notification (a); PRAGMA user_version = 1");
    await expect(open(path)).rejects.toThrow(/other\.sqlite is another program's/);
    const db = new DatabaseSync(path);
    expect(db.prepare("SELECT name FROM sqlite_schema").all()).toEqual([{ name: "notification" }]);
    db.close();
  });

  test("rejects a file that is not a database, a directory, and a path below a file, by name", async () => {
    const directory = temporaryDirectory();
    writeFileSync(join(directory, "text"), "This is no database.\n".repeat(200));
    mkdirSync(join(directory, "folder"));
    await expect(open(join(directory, "text"))).rejects.toThrow(/text: file is not a database\. Name another file/);
    await expect(open(join(directory, "folder"))).rejects.toThrow(/folder: unable to open/);
    await expect(open(join(directory, "text", "outbox.sqlite"))).rejects.toThrow(/Cannot create .*text/);
  });

  test("rejects a file that is already open, even through a symbolic link, until it is closed", async () => {
    const { path, outbox } = await openSqliteHarness();
    const link = join(dirname(path), "link.sqlite");
    symlinkSync(path, link);
    await expect(open(path)).rejects.toThrow(/outbox\.sqlite is in use/);
    await expect(open(link)).rejects.toThrow(/outbox\.sqlite is in use/);
    await outbox.close();
    await (await open(link)).close();
  });
});

describe("its files", () => {
  const modesIn = (directory: string) =>
    readdirSync(directory).map((name) => [name, statSync(join(directory, name)).mode & 0o777]);
  const PRIVATE = [
    ["outbox.sqlite", 0o600],
    ["outbox.sqlite-shm", 0o600],
    ["outbox.sqlite-wal", 0o600],
    ["outbox.sqlite.lock", 0o600],
  ];

  test("are accessible only by their owner", async () => {
    const harness = await openSqliteHarness();
    await put(harness);
    expect(modesIn(dirname(harness.path))).toEqual(PRIVATE);
  });

  test("are made so where an earlier version, or a crash of it, left them to others", async () => {
    const harness = await openSqliteHarness();
    await put(harness);
    const left = temporaryDirectory();
    for (const name of ["outbox.sqlite", "outbox.sqlite-wal", "outbox.sqlite-shm", "outbox.sqlite.lock"]) {
      copyFileSync(join(dirname(harness.path), name), join(left, name));
      chmodSync(join(left, name), 0o664);
    }
    const outbox = await open(join(left, "outbox.sqlite"));
    onTestFinished(() => outbox.close());
    expect(modesIn(left)).toEqual(PRIVATE);
    expect(await pendingIds({ ...harness, outbox })).toHaveLength(1);
  });
});

test("a backup taken while it runs is an outbox with everything that was acknowledged", async () => {
  const harness = await openSqliteHarness();
  const ids = [await put(harness), await put(harness)];
  const source = new DatabaseSync(harness.path, { readOnly: true });
  const copy = join(dirname(harness.path), "copy.sqlite");
  await backup(source, copy);
  source.close();
  const outbox = await open(copy);
  onTestFinished(() => outbox.close());
  expect(await pendingIds({ ...harness, outbox })).toEqual(ids);
});
