import type { DatabaseSync } from "node:sqlite";
import { keyHash } from "../key-hash.ts";
import { type Report, reportKnownUntil, type Source, SOURCES } from "../webhook.ts";

/** How often each source reported a meaning. */
type Counts = Record<Source, number>;

/** Distinguishes a push that is reported again from one that happened again. */
export interface Occurrences {
  /** Whether the report differs from its source's last one about the ref; it becomes the last one. */
  moveOn: (report: Report, webhookId: string, now: number) => boolean;
  /** Counts a report of a meaning; true if it is one more than any source had, and so notifies. */
  count: (key: string, source: Source, isNext: boolean, webhookId: string, now: number) => boolean;
}

/** @param dedupeWindowMs how long a meaning and a source's last report are known */
export function createOccurrences(db: DatabaseSync, dedupeWindowMs: number): Occurrences {
  const setLast = db.prepare(
    `INSERT INTO seen (key, expires_at, webhook_id, last) VALUES (?, ?, ?, ?)
     ON CONFLICT (key) DO UPDATE
     SET expires_at = excluded.expires_at, webhook_id = excluded.webhook_id, last = excluded.last
     WHERE last <> excluded.last`,
  );
  const prolong = db.prepare("UPDATE seen SET expires_at = ? WHERE key = ?");
  const begin = db.prepare(
    `INSERT INTO seen (key, expires_at, webhook_id, hook, system_hook, ci) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (key) DO UPDATE SET expires_at = excluded.expires_at, webhook_id = excluded.webhook_id,
       hook = excluded.hook, system_hook = excluded.system_hook, ci = excluded.ci
     WHERE expires_at <= ?`,
  );
  const read = db.prepare("SELECT hook, system_hook, ci FROM seen WHERE key = ?");
  const write = SOURCES.map((source) => db.prepare(`UPDATE seen SET ${source} = ? WHERE key = ?`));
  const tell = db.prepare("UPDATE seen SET expires_at = ?, webhook_id = ? WHERE key = ?");

  return {
    moveOn({ source, ref, transition }, webhookId, now) {
      const key = keyHash("source", `${source} ${ref}`);
      const reported = keyHash("transition", transition);
      const expiresAt = reportKnownUntil(now, dedupeWindowMs);
      const isNext = setLast.run(key, expiresAt, webhookId, reported).changes === 1;
      if (!isNext) prolong.run(expiresAt, key);
      return isNext;
    },
    count(meaning, source, isNext, webhookId, now) {
      const key = keyHash("meaning", meaning);
      const first = SOURCES.map((one) => (one === source ? 1 : 0));
      if (begin.run(key, now + dedupeWindowMs, webhookId, ...first, now).changes === 1) return true;
      const counts = read.get(key) as unknown as Counts;
      const mine = Math.max(counts[source] + (isNext ? 1 : 0), 1);
      if (mine === counts[source]) return false;
      write[SOURCES.indexOf(source)]?.run(mine, key);
      const isNews = mine > Math.max(1, ...Object.values(counts));
      if (isNews) tell.run(now + dedupeWindowMs, webhookId, key);
      return isNews;
    },
  };
}
