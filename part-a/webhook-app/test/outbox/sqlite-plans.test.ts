import { join } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import { expect, onTestFinished, test } from "vitest";
import { openDatabase } from "../../src/outbox/sqlite/database.ts";
import type { JournalQuery } from "../../src/outbox/journal.ts";
import type { JournalFilter, JournalLook } from "../../src/outbox/journal-search.ts";
import { JOURNAL_SQL } from "../../src/outbox/sqlite/journal.ts";
import { listSql } from "../../src/outbox/sqlite/list.ts";
import type { ListQuery } from "../../src/outbox/notification.ts";
import { PENDING_SQL } from "../../src/outbox/sqlite/relaying.ts";
import { temporaryDirectory } from "../support/temporary-directory.ts";

/** Plans do not depend on the number of rows: the service never runs ANALYZE. */
function openEmpty(): DatabaseSync {
  const { db, close } = openDatabase(join(temporaryDirectory(), "outbox.sqlite"));
  onTestFinished(close);
  return db;
}

function planOf(db: DatabaseSync, sql: string): string {
  const steps = db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all() as unknown as { detail: string }[];
  return steps.map(({ detail }) => detail).join("\n");
}

test("pending rows are found in the partial index, in order, without a look at the others", () => {
  const plan = planOf(openEmpty(), PENDING_SQL);
  expect(plan).toContain("USING COVERING INDEX notification_unsettled (state=? AND digest_of=? AND id>?)");
  expect(plan).not.toContain("SCAN notification");
  expect(plan).not.toContain("TEMP B-TREE FOR ORDER BY");
});

test.each([
  [{}, "USING INTEGER PRIMARY KEY (rowid<?)"],
  [{ state: "delivered" }, "USING INTEGER PRIMARY KEY (rowid<?)"],
  [{ recipient: "jane", sha: "aaa" }, "USING INTEGER PRIMARY KEY (rowid<?)"],
  [{ webhookId: "w", state: "buried", sha: "aaa" }, "USING INDEX notification_webhook (webhook_id=? AND rowid<?)"],
] as const)("a list filtered by %o is read newest first %s", (query, access) => {
  const db = openEmpty();
  const { page, end } = listSql({ limit: 10, ...query });
  expect(planOf(db, page)).toContain(access);
  expect(planOf(db, page)).not.toContain("TEMP B-TREE");
  expect(planOf(db, end)).toContain(access.replace("USING INDEX", "USING COVERING INDEX"));
});

test.each<Partial<ListQuery>>([{ state: "pending" }, { state: "buried" }, { reason: "timeout" }])(
  "a list of %o looks at these alone, in digests and outside",
  (query) => {
    const db = openEmpty();
    const { page, end } = listSql({ limit: 10, recipient: "jane", ...query });
    for (const plan of [planOf(db, page), planOf(db, end)]) {
      expect(plan).toContain("USING COVERING INDEX notification_unsettled (state=? AND digest_of=? AND id<?)");
      expect(plan).toContain("USING COVERING INDEX notification_unsettled (state=? AND digest_of>?)");
      expect(plan).not.toContain("SCAN notification");
    }
  },
);

const LOOK: JournalLook = { limit: 50, since: 0, receivedAt: 1, number: 1 };
const PERIOD = "received_at>? AND received_at<?";

test.each([
  ["shaPrefix", `journal USING INDEX journal_sha (<expr>=? AND ${PERIOD})`],
  ["person", `journal_person USING PRIMARY KEY (name=? AND received_at>? AND (received_at,journal)<(?,?))`],
  ["reason", `journal USING COVERING INDEX journal_reason (reason=? AND ${PERIOD})`],
  ["project", `journal USING COVERING INDEX journal_project (project=? AND ${PERIOD})`],
  ["ref", `journal USING COVERING INDEX journal_ref (ref=? AND ${PERIOD})`],
  ["outcome", `journal USING COVERING INDEX journal_outcome (outcome=? AND ${PERIOD})`],
] as const)(
  "the journal by %s is read and counted in its index, newest first, alone and with every filter",
  (name, access) => {
    const db = openEmpty();
    const all = {
      shaPrefix: "aaaaaaa",
      person: "jane",
      reason: "no_rule",
      project: "a",
      ref: "b",
      outcome: "ignored",
    } as const satisfies Required<Pick<JournalQuery, JournalFilter>>;
    for (const look of [
      { ...LOOK, [name]: all[name] },
      { ...LOOK, ...all },
    ]) {
      const { page, end } = JOURNAL_SQL.step(look, name);
      for (const sql of [page, end ?? page, JOURNAL_SQL.count([name], 1_000)]) {
        const plan = planOf(db, sql);
        expect(plan).toContain(`SEARCH ${access}`);
        expect(plan).not.toMatch(/SCAN (?:journal|notification)/);
      }
      expect(planOf(db, end ?? "SELECT 1")).not.toContain("TEMP B-TREE");
    }
  },
);

test("the whole journal is read newest first in the index of each outcome, no more of it than a page", () => {
  const { page } = JOURNAL_SQL.step(LOOK, undefined);
  const plan = planOf(openEmpty(), page);
  expect(plan.split(`SEARCH journal USING COVERING INDEX journal_outcome (outcome=? AND ${PERIOD})`)).toHaveLength(5);
  expect(page).not.toContain("1000");
});
