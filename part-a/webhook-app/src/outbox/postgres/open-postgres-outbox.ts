import { createGroupCommit, WEBHOOK_LIMITS } from "../group-commit.ts";
import type { JournalQuery } from "../journal.ts";
import type { Retry } from "../notification.ts";
import type { Outbox, OutboxOptions } from "../outbox.ts";
import { createRecorder } from "../recorder.ts";
import { inTime, OutboxUnavailable } from "../unavailable.ts";
import type { Acceptance, ReceivedWebhook } from "../webhook.ts";
import { createAccept } from "./accept.ts";
import { connectionOptions } from "./connection-options.ts";
import { record } from "./journal-writer.ts";
import { readEntry, readJournal } from "./journal.ts";
import { createLookFloor } from "./look-floor.ts";
import { migrate } from "./migrate.ts";
import { createOperating } from "./operating.ts";
import { createDatabase, type Database } from "./pool.ts";
import { createRelaying } from "./relaying.ts";
import { databaseIn } from "./schema.ts";
import { createTroubleReport } from "./trouble.ts";

/**
 * Opens the outbox in a PostgreSQL database, which any number of processes may share.
 *
 * @param url postgres://user:password@host:port/database
 * @throws Error that says what is wrong and what to do, if it can never work or the database cannot be reached
 * for a minute
 */
export async function openPostgresOutbox(url: string, options: OutboxOptions): Promise<Outbox> {
  const database = await openDatabase(url, options);
  const { accept, foresee } = createAccept(database, options);
  const accepting = createGroupCommit<ReceivedWebhook, Acceptance>({
    commit: accept,
    ...WEBHOOK_LIMITS,
    onCommit: options.onCommit,
  });
  const { recorder, ...journal } = createJournal(database);
  const floor = createLookFloor();
  const relaying = createRelaying(database, floor);
  const operating = createOperating(database, options);
  let closed: Promise<void> | undefined;

  async function close(): Promise<void> {
    await Promise.all([accepting.idle(), recorder.close()]);
    await database.close();
  }

  async function retryAll(retries: readonly Retry[], now: number): Promise<number> {
    const retried = await inTime(operating.retryAll(retries, now));
    floor.reset();
    return retried;
  }

  return {
    accept(webhook, now) {
      if (closed) return Promise.reject(new OutboxUnavailable("The outbox is closed."));
      return accepting.add({ ...webhook, receivedAt: now });
    },
    foresee: (webhook, now) => inTime(foresee({ ...webhook, receivedAt: now })),
    record: recorder.add,
    ...journal,
    acquireLease: (holder, _now, condition) => inTime(relaying.acquireLease(holder, condition)),
    releaseLease: (holder) => inTime(relaying.releaseLease(holder)),
    leaseHolder: () => inTime(relaying.leaseHolder()),
    pending: (query) => inTime(relaying.pending(query)),
    settle: (holder, settlements, now) => inTime(relaying.settle(holder, settlements, now)),
    storeDigest: (holder, digest) => inTime(relaying.storeDigest(holder, digest)),
    dissolveDigest: (holder, carrierId) => inTime(relaying.dissolveDigest(holder, carrierId)),
    list: (query) => inTime(operating.list(query)),
    get: (id) => inTime(operating.get(id)),
    retry: async (id, now, recipient) => (await retryAll([{ id, recipient }], now)) === 1,
    retryAll,
    stats: () => inTime(operating.stats()),
    buriedByReason: () => inTime(operating.buriedByReason()),
    prune: (now) => inTime(operating.prune(now)),
    close: () => (closed ??= close()),
  };
}

function createJournal({ execute }: Database) {
  const recorder = createRecorder((webhooks, again) => inTime(record(execute, webhooks, again)));

  /** Reads after writing what was recorded before, as long as the store answers. */
  function afterRecording<Result>(read: () => Promise<Result>): Promise<Result> {
    return inTime(recorder.flush().then(read));
  }

  return {
    recorder,
    journal: (query: JournalQuery) => afterRecording(() => readJournal(execute, query)),
    journalEntry: (webhookId: string) => afterRecording(() => readEntry(execute, webhookId)),
  };
}

async function openDatabase(url: string, { onTrouble }: OutboxOptions): Promise<Database> {
  const database = createDatabase(connectionOptions(url), createTroubleReport(onTrouble));
  try {
    return databaseIn(await migrate(database), database);
  } catch (error) {
    await database.close();
    throw error;
  }
}
