import { lateMessage } from "../notifications/late.ts";
import { plainMessage } from "../notifications/plain.ts";
import type { Notification } from "../outbox/notification.ts";
import type { Outgoing } from "./delivery.ts";
import { createDigests, type DigestsOptions, type Next } from "./digests.ts";
import { isToBlame, type Hold } from "./hold.ts";
import type { Lane } from "./lane.ts";
import { isExpired, isLate } from "./settlement.ts";
import type { Trouble } from "./trouble.ts";

/** From the third attempt on: by then the text may be the cause. */
const PLAIN_AFTER_FAILURES = 2;

export interface ComposeOptions extends DigestsOptions {
  trouble: Trouble;
  /** More late messages of one person than this are sent as one; 0: never. */
  digestAfter: number;
  lateAfterMs: number;
  maxAgeMs: number;
}

/** Decides what to send next for an open lane: its first notification, or a digest that replaces several. */
export type Compose = (lane: Lane, first: Notification) => Next | Promise<Next>;

export function createCompose(options: ComposeOptions): Compose {
  const { pause, trouble, digestAfter, lateAfterMs, maxAgeMs, clock } = options;
  const digests = createDigests(options);
  /** People whose digest was rejected because of its content: their messages are sent one by one. */
  const oneByOne = new Set<string>();

  function canJoin(notification: Notification, now: number): boolean {
    const { digest, pendingSince, receivedAt } = notification;
    if (digest !== null || isExpired(notification, now, maxAgeMs)) return false;
    // A manually retried one is sent separately: an earlier attempt may have posted it.
    return isLate(notification, now, lateAfterMs) && pendingSince === receivedAt;
  }

  /** The first ones that may be sent together. A trial during a pause is one message. */
  function lateOnes({ queue, name, mayArrive }: Lane): Notification[] {
    if (digestAfter === 0 || mayArrive || oneByOne.has(name) || pause.state() !== null) return [];
    const now = clock();
    const end = queue.findIndex((notification) => !canJoin(notification, now));
    return end === -1 ? queue : queue.slice(0, end);
  }

  function alone({ hold }: Lane, notification: Notification): Next {
    const { messageId, recipient } = notification;
    return { send: { messageId, recipient, text: wordingOf(notification, hold, clock(), lateAfterMs) } };
  }

  function sendDigest(lane: Lane, carrier: Notification, digest: Outgoing): Next | Promise<Next> {
    // Half an hour after its last attempt, a message that is not there will not be posted any more.
    const toBlame = lane.hold !== null && isToBlame(lane.hold, trouble);
    if (toBlame || lane.dissolving) oneByOne.add(lane.name);
    if (lane.dissolving) return digests.dissolve(lane, carrier);
    const tooOld = isExpired(carrier, clock(), maxAgeMs) && !lane.mayArrive;
    return toBlame || tooOld ? digests.doubt(lane, carrier, digest) : { send: digest };
  }

  return (lane, first) => {
    if (first.digest !== null) return sendDigest(lane, first, { ...first.digest, recipient: first.recipient });
    const late = lateOnes(lane);
    lane.digesting = late.length > (lane.digesting ? 1 : digestAfter);
    if (!lane.digesting) return alone(lane, first);
    return digests.join(lane, late).then((next) => (next === "alone" ? alone(lane, first) : next));
  };
}

/** The text to send, given earlier attempts. Whatever the text, the message id stays the same. */
function wordingOf(notification: Notification, hold: Hold | null, now: number, lateAfterMs: number): string {
  const { text, receivedAt, kind } = notification;
  if ((hold?.failures ?? 0) >= PLAIN_AFTER_FAILURES) return plainMessage(notification);
  return isLate(notification, now, lateAfterMs) ? lateMessage(text, receivedAt, kind) : text;
}
