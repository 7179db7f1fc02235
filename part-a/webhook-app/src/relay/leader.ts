import type { LaneOnHold } from "../relay-condition.ts";
import { createParts, type PartsOptions } from "./leader-parts.ts";

export interface LeaderOptions extends Omit<PartsOptions, "closing" | "givingUp"> {
  /** How often to poll without being woken, in milliseconds: other replicas cannot wake us. */
  pollMs: number;
}

/**
 * This process while it leads: one uninterrupted time of holding the lease, and everything held in memory during it.
 */
export interface Leader {
  start(): void;
  /** Tells it that there may be new rows. */
  wake(): void;
  /** The lanes that wait although nothing is paused. */
  onHold(): LaneOnHold[];
  /** Begins no further deliveries; resolves when none is open. */
  drain(): Promise<void>;
  /** Gives up open deliveries: their results are ignored and their notifications stay pending. */
  giveUp(): void;
  /** Resolves when all results are written. */
  written(): Promise<void>;
  /** Gives up and drops everything at once; resolves when nothing is under way. */
  end(): Promise<void>;
}

export function createLeader(options: LeaderOptions): Leader {
  const closing = new AbortController();
  const givingUp = new AbortController();
  const { reader, intake, sender, settler } = createParts({
    ...options,
    closing: closing.signal,
    givingUp: givingUp.signal,
  });
  let poll: NodeJS.Timeout | undefined;

  function tick(): void {
    if (options.pause.state() !== null || sender.onHold().length > 0) intake.sweep();
    sender.pump();
    reader.look();
  }

  function drain(): Promise<void> {
    clearInterval(poll);
    closing.abort();
    sender.pump();
    return sender.drained;
  }

  return {
    start() {
      poll = setInterval(tick, options.pollMs);
      reader.look();
    },
    wake: reader.look,
    onHold: sender.onHold,
    drain,
    giveUp: () => givingUp.abort(),
    written: settler.idle,
    async end() {
      givingUp.abort();
      settler.drop();
      await drain();
      await settler.idle();
    },
  };
}
