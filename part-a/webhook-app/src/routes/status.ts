import type { RouteHandler } from "@hono/zod-openapi";
import type { getStatus } from "../contract/status.ts";
import type { LeaseHolder, Outbox } from "../outbox/outbox.ts";
import type { LaneOnHold, PauseState, RelayCondition } from "../relay-condition.ts";
import type { RelayStatus } from "../relay/relay.ts";
import { TODO } from "../todo.ts";
import { time } from "./present-notification.ts";

export interface StatusDeps {
  outbox: Outbox;
  clock: () => number;
  relayStatus: () => RelayStatus;
  recipientsMistakes: () => readonly string[];
  /** What stays as long as the process runs. */
  about: { version: string; store: "sqlite" | "postgresql"; startedAt: number };
}

/** `GET /status`: how the service is doing, whichever replica is asked. */
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
    const { paused, lanesOnHold } = leader ? own : (lease?.condition ?? NOTHING_KNOWN);
    return c.json(
      {
        version: about.version,
        uptimeSeconds: Math.round((now - about.startedAt) / 1000),
        store: about.store,
        relay: {
          leader,
          holder: leader ? holder : (lease?.holder ?? null),
          paused: paused && presentPause(paused),
          detail: leader ? null : whoSends(lease),
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

const NOTHING_KNOWN: RelayCondition = { paused: null, lanesOnHold: [] };

function presentPause({ reason, since, detail, nextTrialAt }: PauseState) {
  const next = nextTrialAt === null ? null : time(nextTrialAt);
  return { reason, since: time(since), detail, nextTrialAt: next, todo: TODO[reason] };
}

function presentLane({ recipient, reason, since, nextTryAt }: LaneOnHold) {
  return { recipient, reason, since: time(since), nextTryAt: time(nextTryAt), todo: TODO[reason] };
}

function whoSends(lease: LeaseHolder | null): string {
  if (lease === null) return "No replica sends now. One takes over within seconds; ask again.";
  const { holder, condition } = lease;
  return condition
    ? `This replica does not send; ${holder} does, and said this within the last 10 seconds.`
    : `This replica does not send; ${holder} does, whose version does not say whether it is paused. Ask that one.`;
}
