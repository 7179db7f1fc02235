import type { Notification, Settlement } from "../outbox/notification.ts";
import type { Outbox } from "../outbox/outbox.ts";
import { createCompose } from "./compose.ts";
import { createConclude } from "./conclude.ts";
import { failureBy, guarded, type Attempt, type Deliver, type FindMessage } from "./delivery.ts";
import { createIntake, type Intake } from "./intake.ts";
import { createLanes, MIN_LANE_LIMIT, type Lanes } from "./lanes.ts";
import type { Pause } from "./pause.ts";
import { createReader, READ_LIMIT, type Appetite, type Reader } from "./reader.ts";
import { createRota } from "./rota.ts";
import { createSender, type Sender } from "./sender.ts";
import { createSettler, type Settler } from "./settler.ts";
import type { Trouble } from "./trouble.ts";

export interface PartsOptions {
  outbox: Outbox;
  deliver: Deliver;
  find: FindMessage;
  holder: string;
  concurrency: number;
  maxAgeMs: number;
  lateAfterMs: number;
  digestAfter: number;
  clock: () => number;
  monotonic: () => number;
  random: () => number;
  /** Outlives the leadership: Rocket.Chat's requests to wait apply to the next one too. */
  pause: Pause;
  /** Outlives it too: what was learned about whom the failures affect. */
  trouble: Trouble;
  /** Whether the lease is held at this very moment. */
  leads: () => boolean;
  /** The outbox said that somebody else holds the lease. */
  onLost: () => void;
  onAttempt: (attempt: Attempt) => void;
  onSettled: (notification: Notification, settlement: Settlement, now: number) => void;
  onError: (error: unknown) => void;
  /** Nothing more is read or begun. */
  closing: AbortSignal;
  /** Open deliveries are given up. */
  givingUp: AbortSignal;
}

export interface Parts {
  reader: Reader;
  intake: Intake;
  sender: Sender;
  settler: Settler;
}

function createAppetite(lanes: Lanes, heldLimit: number, idle: () => boolean): Appetite {
  return {
    hungry: (held) => held < heldLimit && lanes.size() < READ_LIMIT,
    picky: (held) => held < heldLimit && idle(),
  };
}

function createLeaderSettler(options: PartsOptions, forget: (id: number) => void, refill: () => void): Settler {
  const { outbox, holder, onSettled } = options;
  return createSettler({
    ...options,
    write: (settlements, now) => outbox.settle(holder, settlements, now),
    onWritten(batch, now) {
      for (const { notification, settlement } of batch) {
        if (settlement.state === "pending") continue;
        forget(notification.id);
        onSettled(notification, settlement, now);
      }
      refill();
    },
  });
}

/** Wires what works while this process leads: reader → intake → lanes → rota → sender → conclude → settler. */
export function createParts(options: PartsOptions): Parts {
  const { outbox, concurrency, onError } = options;
  // One lane for each slot, but at least two reads.
  const heldLimit = Math.max(2 * READ_LIMIT, MIN_LANE_LIMIT * concurrency);
  const refill = (): void => reader.refill();

  const rota = createRota();
  const lanes = createLanes({ heldLimit, onNew: rota.join, onRoom: () => reader.expectMore() });
  const settler = createLeaderSettler(options, (id) => reader.forget(id), refill);
  const intake = createIntake({ ...options, lanes, settler });
  function release(notifications: readonly Notification[]): void {
    for (const { id } of notifications) reader.forget(id);
    reader.look();
  }
  const sender = createSender({
    ...options,
    rota,
    conclude: createConclude({ ...options, rota, lanes, settler }),
    compose: createCompose({
      ...options,
      find: guarded(options.find, () => "unknown" as const, onError),
      lanes,
      release,
    }),
    deliver: guarded(options.deliver, failureBy, onError),
    onProgress: refill,
  });
  const reader = createReader({
    ...options,
    pending: (query) => outbox.pending(query),
    full: lanes.full,
    appetite: createAppetite(lanes, heldLimit, sender.idle),
    take: intake.take,
    onRead: sender.pump,
  });
  return { reader, intake, sender, settler };
}
