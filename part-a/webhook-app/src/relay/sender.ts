import type { Notification } from "../outbox/notification.ts";
import type { LaneOnHold } from "../relay-condition.ts";
import { createAlarm } from "./alarm.ts";
import type { Compose } from "./compose.ts";
import type { Conclude } from "./conclude.ts";
import type { Deliver, DeliveryResult } from "./delivery.ts";
import type { Next } from "./digests.ts";
import type { Lane } from "./lane.ts";
import type { Pause } from "./pause.ts";
import type { Rota } from "./rota.ts";
import { isExpired } from "./settlement.ts";
import type { Trouble } from "./trouble.ts";

export interface SenderOptions {
  rota: Rota;
  pause: Pause;
  trouble: Trouble;
  conclude: Conclude;
  compose: Compose;
  /** Whether the lease is held at this very moment. */
  leads: () => boolean;
  /** Must not throw. */
  deliver: Deliver;
  /** Open deliveries at once. */
  concurrency: number;
  maxAgeMs: number;
  clock: () => number;
  monotonic: () => number;
  /** When aborted, begins no further deliveries. */
  closing: AbortSignal;
  /** When aborted, gives up open deliveries and ignores their results. */
  givingUp: AbortSignal;
  /** Notifications were taken, or results came. */
  onProgress: () => void;
}

/** An attempt under way. */
interface Begun {
  incident: number;
  moment: number;
  at: number;
}

const FOUND: DeliveryResult = { status: "delivered", found: true };

async function deliverNext(next: Next, { deliver, givingUp }: SenderOptions): Promise<DeliveryResult | null> {
  if (next === null) return null;
  return "found" in next ? FOUND : deliver(next.send, givingUp);
}

/** Remembers what matters later about sending the lane's first one. */
function noteSent(lane: Lane, result: DeliveryResult): void {
  lane.begun = true;
  lane.mayArrive ||= "mayArrive" in result && result.mayArrive;
  if (result.status === "delivered" && !result.found) lane.proven ||= lane.absentId === lane.queue[0]?.id;
}

/** Sends what the rota offers, as many at once as allowed. */
export interface Sender {
  /** Begins the deliveries that may begin now. */
  pump: () => void;
  /** Slots are free and no lane can fill them. */
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

  function report(lane: Lane, result: DeliveryResult, begun: Begun): void {
    const verdict = trouble.judge(lane.name, result, begun.moment);
    if (pause.report(begun.incident, verdict)) conclude.startAfresh();
    noteSent(lane, result);
    conclude.sent(lane, { result, verdict, seconds: (monotonic() - begun.at) / 1_000 });
  }

  async function send(lane: Lane, notification: Notification): Promise<void> {
    open += 1;
    const begun = { incident: pause.begin(), moment: trouble.begin(), at: monotonic() };
    const next = options.compose(lane, notification);
    const result = await deliverNext(next instanceof Promise ? await next : next, options);
    open -= 1;
    if (result === null || givingUp.aborted) pause.abandon(begun.incident);
    if (result === null) rota.join(lane);
    else if (!givingUp.aborted) report(lane, result, begun);
    pump();
  }

  function take(lane: Lane): void {
    const notification = lane.queue[0];
    // All its notifications expired while it waited for its turn.
    if (notification === undefined) return;
    if (notification.digest === null && isExpired(notification, clock(), options.maxAgeMs))
      conclude.expired(lane, notification);
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
    onHold: () => rota.onHold(clock() - monotonic()),
    drained: drained.promise,
  };
}
