import type { RouteHandler } from "@hono/zod-openapi";
import type { getStatus } from "../contract/status.ts";
import type { Outbox } from "../outbox/outbox.ts";
import type { RelayStatus } from "../relay/relay.ts";
import { TODO } from "../todo.ts";
import { time } from "./present-notification.ts";

export interface StatusDeps {
  outbox: Outbox;
  clock: () => number;
  relayStatus: () => RelayStatus;
  /** What stays as long as the process runs. */
  about: { version: string; store: "sqlite" | "postgresql"; startedAt: number };
}

/** `GET /status`: how the service is doing, by the store and by this process's relay. */
export function createStatusHandler({ outbox, clock, relayStatus, about }: StatusDeps): RouteHandler<typeof getStatus> {
  return async (c) => {
    const now = clock();
    const [stats, buried, holder] = await Promise.all([
      outbox.stats(),
      outbox.buriedByReason(),
      outbox.leaseHolder(now),
    ]);
    const { pending, oldestPendingAt } = stats;
    const relay = relayStatus();
    return c.json(
      {
        version: about.version,
        uptimeSeconds: Math.round((now - about.startedAt) / 1000),
        store: about.store,
        relay: presentRelay(relay, holder),
        lanesOnHold: relay.lanesOnHold.map(({ recipient, reason, since, nextTryAt }) => {
          return { recipient, reason, since: time(since), nextTryAt: time(nextTryAt), todo: TODO[reason] };
        }),
        pending,
        oldestPendingAt: oldestPendingAt === null ? null : time(oldestPendingAt),
        buried,
      },
      200,
    );
  };
}

function presentRelay({ leader, holder: self, paused }: RelayStatus, holder: string | null) {
  return {
    leader,
    holder: leader ? self : holder,
    paused: paused && {
      reason: paused.reason,
      since: time(paused.since),
      detail: paused.detail,
      nextTrialAt: paused.nextTrialAt === null ? null : time(paused.nextTrialAt),
      todo: TODO[paused.reason],
    },
    detail: leader ? null : whomToAsk(holder),
  };
}

/** A holder's name begins with its host, which in Kubernetes is the Pod. */
function whomToAsk(holder: string | null): string {
  if (holder === null) return "No replica sends now. One takes over within seconds; ask again.";
  const [host = ""] = holder.split("/");
  return (
    `This replica does not send: ${holder} does, and it alone knows of pauses and lanes on hold. Ask /status there; ` +
    `in Kubernetes by way of: kubectl port-forward pod/${host} 8080`
  );
}
