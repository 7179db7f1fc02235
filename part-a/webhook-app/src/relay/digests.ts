import { digestText } from "../notifications/digest.ts";
import { newMessageId } from "../notifications/message-id.ts";
import type { Notification } from "../outbox/notification.ts";
import type { Outbox } from "../outbox/outbox.ts";
import type { FindMessage, Outgoing } from "./delivery.ts";
import { createEarlierSends } from "./earlier-sends.ts";
import type { Lane } from "./lane.ts";
import type { Lanes } from "./lanes.ts";
import type { Pause } from "./pause.ts";

const RETRY_MS = 500;

export interface DigestsOptions {
  outbox: Pick<Outbox, "storeDigest" | "dissolveDigest">;
  holder: string;
  find: FindMessage;
  lanes: Lanes;
  pause: Pause;
  clock: () => number;
  leads: () => boolean;
  onLost: () => void;
  onError: (error: unknown) => void;
  closing: AbortSignal;
  givingUp: AbortSignal;
  /** Stops holding them: the outbox decides about them again. */
  release: (notifications: readonly Notification[]) => void;
}

/** What to send next to a recipient: a message; nothing, because it is already there; or null, nothing for now. */
export type Next = { send: Outgoing } | { found: true } | null;

/** Stores and dissolves digests of an open lane. See docs/adr/0009. */
export interface Digests {
  /** Joins the first ones of the lane; "alone" if the first one must be sent separately. */
  join(lane: Lane, late: readonly Notification[]): Promise<Next | "alone">;
  /** Its notifications are then sent separately, as the outbox hands them out. */
  dissolve(lane: Lane, carrier: Notification): Promise<null>;
  /** Dissolves a digest that was not posted; if that is unknown, sends it again. */
  doubt(lane: Lane, carrier: Notification, digest: Outgoing): Promise<Next>;
}

/**
 * Repeats a write until the outbox says whether it was done: one that threw may still have been committed, and
 * the next step must know. False if it was not: somebody else leads, or this leadership is ending.
 */
async function untilAnswered(
  write: () => Promise<boolean>,
  { onError, onLost, closing }: { onError: (error: unknown) => void; onLost: () => void; closing: AbortSignal },
): Promise<boolean> {
  while (!closing.aborted) {
    try {
      const done = await write();
      if (!done) onLost();
      return done;
    } catch (error) {
      onError(error);
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  }
  return false;
}

export function createDigests(options: DigestsOptions): Digests {
  const { outbox, holder, find, lanes, pause, clock, leads, closing, givingUp, release } = options;
  const earlierSends = createEarlierSends(find, clock(), givingUp);

  async function store(lane: Lane, members: readonly Notification[]): Promise<Next> {
    const [first] = members;
    const digest = { messageId: newMessageId(), text: digestText(members).text };
    const ids = members.map(({ id }) => id);
    const stored = await untilAnswered(() => outbox.storeDigest(holder, { ...digest, ids }, clock()), options);
    if (!stored || first === undefined) return null;
    lane.queue[0] = { ...first, digest };
    release(lanes.drop(lane, new Set(ids.slice(1))));
    Object.assign(lane, { hold: null, mayArrive: false, digesting: true });
    return leads() ? { send: { ...digest, recipient: first.recipient } } : null;
  }

  async function dissolve(lane: Lane, { id }: Notification): Promise<null> {
    const dissolved = await untilAnswered(() => outbox.dissolveDigest(holder, id, clock()), options);
    if (dissolved) release(lanes.drop(lane));
    return null;
  }

  return {
    async join(lane, late) {
      const joinable = await earlierSends.ask(lane, late.slice(0, digestText(late).size));
      if (joinable === "found") return { found: true };
      if (closing.aborted || pause.state() !== null || !leads()) return null;
      return joinable.length < 2 ? "alone" : store(lane, joinable);
    },
    dissolve,
    async doubt(lane, carrier, digest) {
      const answer = await find(digest, givingUp);
      if (answer === "there") return { found: true };
      if (!leads()) return null;
      return answer === "absent" ? dissolve(lane, carrier) : { send: digest };
    },
  };
}
