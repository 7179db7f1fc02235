import type { Notification } from "../outbox/outbox.ts";
import { createAlarm } from "./alarm.ts";
import type { Conclude } from "./conclude.ts";
import type { Deliver, DeliveryResult } from "./delivery.ts";
import { isExpired } from "./settlement.ts";
import { lanesOnHold } from "./hold.ts";
import type { LaneOnHold } from "./hold.ts";
import type { Lane } from "./lane.ts";
import type { Pause } from "./pause.ts";
import type { Rota } from "./rota.ts";
import type { Trouble } from "./trouble.ts";
import { wordingOf } from "./wording.ts";

export interface SenderOptions {
  rota: Rota;
  pause: Pause;
  trouble: Trouble;
  conclude: Conclude;
  /** Whether the lease is held at this very moment. */
  leads: () => boolean;
  /** Must not throw. */
  deliver: Deliver;
  /** Open deliveries at once. */
  concurrency: number;
  maxAgeMs: number;
  clock: () => number;
  monotonic: () => number;
  /** Nothing more is begun. */
  closing: AbortSignal;
  /** Open deliveries are given up; their results are ignored. */
  givingUp: AbortSignal;
  /** Notifications were taken, or results came. */
  onProgress: () => void;
}

/** Sends what the rota offers, as much at once as is allowed. */
export interface Sender {
  /** Begins what may begin now. */
  pump: () => void;
  /** Slots are free and nobody is there to fill them. */
  idle: () => boolean;
  onHold: () => LaneOnHold[];
  /** Resolves when, while closing, nothing is open any more. */
  drained: Promise<void>;
}

export function createSender(options: SenderOptions): Sender {
  const { rota, pause, trouble, conclude, leads, concurrency, clock, monotonic, closing, givingUp } = options;
  const drained = Promise.withResolvers<void>();
  const alarm = createAlarm(monotonic, pump);
  let open = 0;

  function maySend(): boolean {
    return open < concurrency && !closing.aborted && pause.allows() && leads();
  }

  function report(lane: Lane, result: DeliveryResult, begun: { incident: number; moment: number; at: number }): void {
    const verdict = trouble.judge(lane.name, result, begun.moment);
    if (pause.report(begun.incident, verdict)) conclude.startAfresh();
    conclude.attempt(lane, { result, verdict, seconds: (monotonic() - begun.at) / 1_000 });
  }

  async function send(lane: Lane, notification: Notification): Promise<void> {
    open += 1;
    lane.begun = true;
    const begun = { incident: pause.begin(), moment: trouble.begin(), at: monotonic() };
    const { messageId, recipient } = notification;
    const text = wordingOf(notification, lane.hold);
    const result = await options.deliver({ messageId, recipient, text }, givingUp);
    open -= 1;
    if (givingUp.aborted) pause.abandon(begun.incident);
    else report(lane, result, begun);
    pump();
  }

  function take(lane: Lane): void {
    const notification = lane.queue[0];
    // Everything in it expired while it waited for its turn.
    if (notification === undefined) return;
    if (isExpired(notification, clock(), options.maxAgeMs)) conclude.expired(lane, notification);
    else void send(lane, notification);
  }

  function pump(): void {
    rota.bringBack(monotonic());
    while (maySend()) {
      const lane = rota.next();
      if (lane === undefined) break;
      take(lane);
    }
    alarm.set(closing.aborted ? Infinity : Math.min(pause.trialAt(), rota.nextBackAt()));
    if (closing.aborted && open === 0) drained.resolve();
    options.onProgress();
  }

  return {
    pump,
    idle: () => open < concurrency && !rota.anyReady(),
    onHold: () => lanesOnHold(rota.sittingOut(), clock() - monotonic()),
    drained: drained.promise,
  };
}
