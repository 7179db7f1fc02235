import type { Notification, Settlement } from "../outbox/notification.ts";
import type { Outbox } from "../outbox/outbox.ts";
import { NOTHING_KNOWN, type PauseState, type RelayCondition } from "../relay-condition.ts";
import type { Attempt, Deliver, FindMessage } from "./delivery.ts";
import { createLeader } from "./leader.ts";
import { createLeadership, shutDown } from "./leadership.ts";
import { createLease } from "./lease.ts";
import { createPause } from "./pause.ts";
import { createRetention } from "./retention.ts";
import { createTrouble } from "./trouble.ts";

export interface RelayOptions {
  outbox: Outbox;
  deliver: Deliver;
  /** Whether a message is there. */
  find: FindMessage;
  /** Unique name of this process among those that share the outbox. */
  holder: string;
  /** Open deliveries at once. */
  concurrency: number;
  /** A notification that has been pending for longer is buried unsent, in milliseconds. */
  maxAgeMs: number;
  /** A message that is sent this long after its receipt says when that was, in milliseconds. */
  lateAfterMs: number;
  /** More late ones of one person than this are sent as one message; 0: never. */
  digestAfter: number;
  /** Epoch milliseconds. */
  clock: () => number;
  /** How often to poll without being woken, in milliseconds: other replicas cannot wake us. */
  pollMs: number;
  /** Milliseconds for durations, unaffected by changes of the clock; by default `performance.now`. */
  monotonic?: () => number;
  /** For jitter; by default `Math.random`. */
  random?: () => number;
  /** Called after each attempt. */
  onAttempt?: (attempt: Attempt) => void;
  /** Called when everything waits because of Rocket.Chat, or continues to wait for another reason. */
  onPause?: (state: PauseState) => void;
  /** Called when the pause ends. */
  onResume?: (state: PauseState) => void;
  /** Called after a notification was written as delivered or buried. */
  onSettled?: (notification: Notification, settlement: Settlement, now: number) => void;
  /** Called when the outbox fails or `deliver` throws: worth a log line; the relay continues. */
  onError?: (error: unknown) => void;
}

/** The relay's state, for operators. */
export interface RelayStatus extends RelayCondition {
  /** Whether this process sends. If not, it has nothing paused or on hold. */
  leader: boolean;
  holder: string;
}

/** Delivers pending notifications to Rocket.Chat; only one relay per outbox does so at any time. */
export interface Relay {
  /** Starts trying for the lease; sends while it is held. */
  start(): void;
  /** A webhook was committed: look for its notifications now. */
  wake(): void;
  /**
   * Ends within `graceMs` + 2 s and releases the lease. May be called twice, or before `start`; there is no second
   * start.
   */
  stop(graceMs: number): Promise<void>;
  status(): RelayStatus;
}

/** Some 10 KB. */
const MAX_LANES_SHOWN = 100;

const nothing = (): void => undefined;

function withDefaults(options: RelayOptions) {
  return {
    monotonic: () => performance.now(),
    random: Math.random,
    onAttempt: nothing,
    onSettled: nothing,
    onError: nothing,
    ...options,
  };
}

/** Each renewal of the lease writes this, so it must stay small. */
function bounded({ paused, lanesOnHold }: RelayCondition): RelayCondition {
  return { paused, lanesOnHold: lanesOnHold.slice(0, MAX_LANES_SHOWN) };
}

/** Creates a relay that does nothing until it is started. */
export function createRelay(relayOptions: RelayOptions): Relay {
  const options = withDefaults(relayOptions);
  const pause = createPause(options);
  const trouble = createTrouble();
  const leadership = createLeadership(() =>
    createLeader({ ...options, pause, trouble, leads: lease.held, onLost: lease.lose }),
  );
  const condition = (): RelayCondition => ({
    paused: pause.state(),
    lanesOnHold: leadership.current()?.onHold() ?? [],
  });
  const lease = createLease({
    ...options,
    condition: () => (lease.held() ? bounded(condition()) : NOTHING_KNOWN),
    onGained() {
      if (stopping !== undefined) return;
      pause.renew();
      leadership.begin();
    },
    onLost: () => void leadership.end(),
  });
  const retention = createRetention({ ...options, prune: (now) => options.outbox.prune(now), leads: lease.held });
  let started = false;
  let stopping: Promise<void> | undefined;

  return {
    start() {
      if (started || stopping !== undefined) return;
      started = true;
      lease.start();
      retention.start();
    },
    wake: () => leadership.current()?.wake(),
    stop(graceMs) {
      retention.stop();
      stopping ??= started ? shutDown({ ...options, leadership, lease }, graceMs) : Promise.resolve();
      return stopping;
    },
    status() {
      const leader = lease.held();
      return { leader, holder: options.holder, ...(leader ? condition() : NOTHING_KNOWN) };
    },
  };
}
