/** The memory for large bodies of one kind of sender, in bytes. */
export interface BodyRoom {
  /**
   * Asks for room for a body whose transfer has begun.
   *
   * @param onAdmitted called once, now or later, when the transfer may continue
   * @param onRefused called at most once, before or after that: it waited too long, or took too long while others
   *   waited
   * @returns a function that gives back the room, or the place in the queue
   */
  ask: (bytes: number, onAdmitted: () => void, onRefused: () => void) => () => void;
}

/** GitLab gives up after 10 s: a sender that waits longer than this is asked to retry instead. */
const MOST_WAIT_MS = 5_000;

interface Visitor {
  bytes: number;
  since: number;
  onAdmitted: () => void;
  onRefused: () => void;
}

/**
 * Admits bodies in turn, as many as fit.
 *
 * @param staysMs how long a body may take while others wait; Infinity for known senders. Without a limit, a few slow
 *   uploads of strangers would block everybody else
 */
export function createBodyRoom(capacity: number, staysMs: number): BodyRoom {
  const inside = new Set<Visitor>();
  const waiting = new Set<Visitor>();
  let taken = 0;
  let timer: NodeJS.Timeout | undefined;

  function leave(visitor: Visitor): void {
    waiting.delete(visitor);
    if (inside.delete(visitor)) taken -= visitor.bytes;
    admit();
  }

  function admit(): void {
    clearTimeout(timer);
    const now = performance.now();
    for (const visitor of waiting) {
      if (taken + visitor.bytes > capacity && inside.size > 0) return expectChange(visitor, now);
      waiting.delete(visitor);
      inside.add(Object.assign(visitor, { since: now }));
      taken += visitor.bytes;
      visitor.onAdmitted();
    }
  }

  /** Checks again when the first in the queue has waited too long, or the first inside has taken too long. */
  function expectChange(first: Visitor, now: number): void {
    const [longest = first] = inside;
    const [waits, stays] = [first.since + MOST_WAIT_MS, longest.since + staysMs];
    const [next, at] = stays < waits ? [longest, stays] : [first, waits];
    timer = setTimeout(() => refuse(next), Math.max(0, at - now)).unref();
  }

  function refuse(visitor: Visitor): void {
    visitor.onRefused();
    leave(visitor);
  }

  return {
    ask(bytes, onAdmitted, onRefused) {
      const visitor = { bytes, since: performance.now(), onAdmitted, onRefused };
      waiting.add(visitor);
      admit();
      return () => leave(visitor);
    },
  };
}
