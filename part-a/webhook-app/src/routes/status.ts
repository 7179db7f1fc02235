import type { RouteHandler } from "@hono/zod-openapi";
import type { getStatus } from "../contract/status.ts";
import type { LeaseHolder, Outbox } from "../outbox/outbox.ts";
import { NOTHING_KNOWN, type LaneOnHold, type PauseState } from "../relay-condition.ts";
import type { RelayStatus } from "../relay/relay.ts";
import { TODO } from "../todo.ts";
import { time } from "./present-notification.ts";

export interface StatusDeps {
  outbox: Outbox;
  clock: () => number;
  relayStatus: () => RelayStatus;
  recipientsMistakes: () => readonly string[];
  /** Constant while the process runs. */
  about: { version: string; store: "sqlite" | "postgresql"; startedAt: number };
}

/** `GET /status`: the state of the service, from any replica. */
export function createStatusHandler({
  outbox,
  clock,
  relayStatus,
  recipientsMistakes,
  about,
}: StatusDeps): RouteHandler<typeof getStatus> {
  return async (c) => {
    const now = clock();
    const [stats, buried, lease] = await Promise.all([
      outbox.stats(),
      outbox.buriedByReason(),
      outbox.leaseHolder(now),
    ]);
    const { pending, oldestPendingAt } = stats;
    const { leader, holder, ...own } = relayStatus();
    // A leader that stops before its lease ends is still named for two more seconds, but sends nothing.
    const other = lease?.holder === holder ? null : lease;
    const { paused, lanesOnHold } = leader ? own : (other?.condition ?? NOTHING_KNOWN);
    return c.json(
      {
        version: about.version,
        uptimeSeconds: Math.round((now - about.startedAt) / 1000),
        store: about.store,
        relay: {
          leader,
          holder: leader ? holder : (other?.holder ?? null),
          paused: paused && presentPause(paused),
          detail: leader ? null : whoSends(other),
        },
        lanesOnHold: lanesOnHold.map(presentLane),
        pending,
        oldestPendingAt: oldestPendingAt === null ? null : time(oldestPendingAt),
        buried,
        recipientsMistakes: [...recipientsMistakes()],
      },
      200,
    );
  };
}

function presentPause({ reason, since, detail, nextTrialAt }: PauseState) {
  const next = nextTrialAt === null ? null : time(nextTrialAt);
  return { reason, since: time(since), detail, nextTrialAt: next, todo: TODO[reason] };
}

function presentLane({ recipient, reason, since, nextTryAt }: LaneOnHold) {
  return { recipient, reason, since: time(since), nextTryAt: time(nextTryAt), todo: TODO[reason] };
}

function whoSends(other: LeaseHolder | null): string {
  if (other === null) return "There is no leader now. A replica takes over within seconds; ask again.";
  const { holder, condition } = other;
  return condition
    ? `This replica is not the leader; ${holder} is, and reported this within the last 10 seconds.`
    : `This replica is not the leader; ${holder} is, whose version does not report whether it is paused. Ask that replica.`;
}
