import { isDigest, judge, toldShas } from "../testing/judge.ts";
import { drain, list } from "./drain.ts";
import type { Toll } from "./killer.ts";
import type { Outcome } from "./outcome.ts";
import { anyUp } from "./replicas.ts";
import type { World } from "./world.ts";

export interface Told {
  recipient: string;
  acknowledged: readonly string[];
}

/**
 * A takeover takes 10 s, a backlog of minutes drains in seconds, and a lane waits up to 66 s after its fourth failure.
 */
const PATIENCE_MS = 90_000;

/** Lets the world settle and compares what was acknowledged with what was posted. */
export async function examine({ replicas, rocketChat }: World, told: readonly Told[], toll: Toll): Promise<Outcome> {
  await anyUp(replicas);
  const drained = await drain(replicas, PATIENCE_MS);
  const verdicts = told.map(({ recipient, acknowledged }) => judge(rocketChat.ledger, [recipient], acknowledged));
  const buried = (await list(replicas, "buried")) ?? [];
  const misreported = buried.filter(({ recipient, sha }) => toldShas(rocketChat.ledger, recipient).includes(sha));
  const crashed = replicas.flatMap(({ crashes }) => [...crashes]);
  return {
    toll,
    acknowledged: told.reduce((sum, { acknowledged }) => sum + acknowledged.length, 0),
    posted: rocketChat.ledger.messages().length,
    digests: rocketChat.ledger.messages().filter(({ msg }) => isDigest(msg)).length,
    lost: verdicts.flatMap(({ lost }) => lost),
    duplicated: verdicts.flatMap(({ duplicated }) => duplicated),
    outOfOrder: verdicts.flatMap(({ outOfOrder }) => outOfOrder),
    misreported: misreported.map(({ recipient, sha }) => `${recipient} ${sha}`),
    crashed: drained ? crashed : [...crashed, `notifications are still pending after ${PATIENCE_MS / 1000} s`],
  };
}
