import type { Lease } from "./lease.ts";
import type { Terms } from "./term.ts";
import { within } from "../within.ts";

/** For each of the last two steps, which need the outbox: if it hangs, the lease runs out by itself. */
const OUTBOX_STEP_MS = 1_000;

export interface ShutdownOptions {
  terms: Terms;
  lease: Lease;
  onError: (error: unknown) => void;
}

/**
 * Lets open deliveries end for up to `graceMs`, gives the others up, writes the results, and releases the lease.
 *
 * Takes at most `graceMs` + 2 s, also when Rocket.Chat and the outbox hang. What could not be written is sent again
 * by the next relay, under the same message id.
 */
export async function shutDown({ terms, lease, onError }: ShutdownOptions, graceMs: number): Promise<void> {
  const term = terms.current();
  if (term !== undefined) {
    // The lease is renewed meanwhile: the grace may be longer than it lasts.
    await within(graceMs, term.drain());
    term.giveUp();
    await within(OUTBOX_STEP_MS, term.written());
  }
  void terms.end();
  try {
    await within(OUTBOX_STEP_MS, lease.stop());
  } catch (error) {
    onError(error);
  }
}
