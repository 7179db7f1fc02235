/** Old rows do no harm for another minute. */
const EVERY_MS = 60_000;
/** Between the steps, so that webhooks' commits get their turns. */
const BETWEEN_STEPS_MS = 200;

export interface RetentionOptions {
  /** Deletes a small step; 0 if nothing is left to delete. */
  prune: (now: number) => Promise<number>;
  /** Only the leader prunes: one is enough. */
  leads: () => boolean;
  clock: () => number;
  onError: (error: unknown) => void;
}

/** Deletes what is past its retention, step by step. */
export interface Retention {
  start(): void;
  stop(): void;
}

export function createRetention({ prune, leads, clock, onError }: RetentionOptions): Retention {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;

  /** @returns how long to wait for the next step, in milliseconds */
  async function step(): Promise<number> {
    try {
      return leads() && (await prune(clock())) > 0 ? BETWEEN_STEPS_MS : EVERY_MS;
    } catch (error) {
      onError(error);
      return EVERY_MS;
    }
  }

  async function stepAndSchedule(): Promise<void> {
    const waitMs = await step();
    if (!stopped) schedule(waitMs);
  }

  function schedule(ms: number): void {
    timer = setTimeout(() => void stepAndSchedule(), ms);
  }

  return {
    start: () => schedule(EVERY_MS),
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
