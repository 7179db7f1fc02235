import { mkdirSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect } from "vitest";
import { awaitNothingPending } from "../support/await-nothing-pending.ts";
import { gitlabPush } from "../../testing/gitlab-push.ts";
import { startRocketChat } from "../support/start-rocket-chat.ts";
import { startService } from "../support/start-service.ts";
import { temporaryDirectory } from "../support/temporary-directory.ts";
import { diskAfterPowerCut, type Survives } from "../../testing/disk.ts";
import { FLAWLESS, judge, type Verdict } from "../../testing/judge.ts";
import { postPush } from "./post-pushes.ts";
import type { Rewrite } from "../../testing/rewrite-source.ts";
import { readTrace, straceCommand, type DiskCall } from "../../testing/strace.ts";

const RECIPIENT = "alice";

/** SQLite carries its log over into the main file at 250 pages; these pushes fill more, so the log starts over too. */
const PUSHES = 160;
const PADDING = "x".repeat(60);

/** What was acknowledged and what had been done to the disk until everything was killed. */
export interface Recording {
  calls: DiskCall[];
  /** In order; `at` is when the answer was there, in epoch ms. */
  acknowledged: { sha: string; at: number }[];
  file: string;
}

/** Runs the service under strace, Rocket.Chat being down, and kills it after the last acknowledged push. */
export async function recordPushes(rewrites: readonly Rewrite[] = []): Promise<Recording> {
  const directory = temporaryDirectory();
  const traces = join(directory, "traces");
  mkdirSync(traces);
  const file = join(directory, "outbox.sqlite");
  const rocketChat = await startRocketChat([RECIPIENT]);
  await rocketChat.close();
  const service = await startService({
    env: { ...rocketChat.env, DATABASE_URL: `sqlite:${file}`, RECIPIENT },
    rewrites,
    wrapper: straceCommand(traces),
  });
  const acknowledged: Recording["acknowledged"] = [];
  for (let number = 1; number <= PUSHES; number++) {
    const push = gitlabPush(number, { commits: 10, padding: PADDING });
    const { response } = await postPush(service, push);
    expect(response.status).toBe(202);
    // The clock counts whole milliseconds here, and the trace microseconds.
    acknowledged.push({ sha: push.sha, at: Date.now() + 1 });
  }
  service.kill("SIGKILL");
  await service.ended;
  for (const { file } of rewrites) expect(service.output.stderr).toContain(`rewrote ${file}\n`);
  return { calls: readTrace(traces, file), acknowledged, file };
}

/** What the power cut did to the messages and to the journal, by SHA. */
interface VerdictOfCut extends Verdict {
  notInJournal: string[];
}

export const UNHARMED: VerdictOfCut = { ...FLAWLESS, notInJournal: [] };

/**
 * Cuts the power at the `count`-th acknowledgement, starts the service with what is left, and judges what it delivers.
 */
export async function cutPowerAt(recording: Recording, count: number, survives: Survives): Promise<VerdictOfCut> {
  const acknowledged = recording.acknowledged.slice(0, count);
  const directory = temporaryDirectory();
  for (const [path, content] of diskAfterPowerCut(recording.calls, acknowledged.at(-1)?.at ?? 0, survives)) {
    // SQLite rebuilds the shared-memory index, and the lock belongs to the operating system.
    if (!/-shm$|\.lock/.test(path)) writeFileSync(join(directory, basename(path)), content);
  }
  const rocketChat = await startRocketChat([RECIPIENT]);
  const env = { ...rocketChat.env, DATABASE_URL: `sqlite:${join(directory, basename(recording.file))}`, RECIPIENT };
  const service = await startService({ env });
  await awaitNothingPending(service);
  const journaled = shasInJournal(join(directory, basename(recording.file)));
  service.kill("SIGTERM");
  const shas = acknowledged.map(({ sha }) => sha);
  return { ...judge(rocketChat.ledger, [RECIPIENT], shas), notInJournal: shas.filter((sha) => !journaled.has(sha)) };
}

/** Of the entries that were moved and of those that wait. */
function shasInJournal(path: string): Set<unknown> {
  const db = new DatabaseSync(path, { readOnly: true });
  const rows = db.prepare("SELECT sha FROM journal UNION ALL SELECT sha FROM journal_tail").all();
  db.close();
  return new Set(rows.map(({ sha }) => sha));
}
