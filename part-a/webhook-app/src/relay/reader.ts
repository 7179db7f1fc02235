import type { Notification, PendingQuery } from "../outbox/notification.ts";

/** Rows per read: large enough that a read costs only microseconds per row, small enough to return soon. */
export const READ_LIMIT = 512;

/**
 * A read that excludes recipients scans all their rows: 52 ms for 100,000 in SQLite, in the thread that commits
 * webhooks. Waiting 9 times as long as that took leaves the store nine tenths of its time.
 */
const WAIT_FACTOR = 9;

export interface ReaderOptions {
  pending: (query: PendingQuery) => Promise<Notification[]>;
  /** Recipients for whom no more rows are wanted. */
  full: () => string[];
  appetite: Appetite;
  /** Takes one row; false leaves it to a later read. */
  take: (notification: Notification) => boolean;
  /** Called after the rows of one read were taken. */
  onRead: () => void;
  onError: (error: unknown) => void;
  monotonic: () => number;
  /** Nothing more is read. */
  closing: AbortSignal;
}

/** When more rows are wanted, given how many are held. */
export interface Appetite {
  /** Soon there will be nothing to send. */
  hungry: (held: number) => boolean;
  /** There is enough to send, but for too few recipients to use every slot. */
  picky: (held: number) => boolean;
}

/** Reads pending notifications by id, one read at a time; a moving cursor would miss ids that commit late. */
export interface Reader {
  /** There may be new rows for anybody: reads now, or as soon as more is wanted. */
  look: () => void;
  /** There may be more rows for recipients whose rows were seen before. */
  expectMore: () => void;
  /** Reads if rows may be there and more is wanted. */
  refill: () => void;
  /** Its result is written, so the outbox will not return it as pending again. */
  forget: (id: number) => void;
}

export function createReader(options: ReaderOptions): Reader {
  const { full, appetite, closing } = options;
  const throttle = createThrottle(options.monotonic);
  /** Read and not yet written as settled. */
  const held = new Set<number>();
  let reading = false;
  let mayBeMore = false;
  /** Not all rows of the last `look` have been read. Searching them for other recipients may take long. */
  let looking = false;

  function due(): boolean {
    if (!mayBeMore || closing.aborted) return false;
    if (!throttle.isOpen() && full().length > 0) return false;
    return appetite.hungry(held.size) || (looking && appetite.picky(held.size));
  }

  async function read(): Promise<void> {
    const wasLooking = looking;
    // A `look` during a read may mean rows that this read does not see.
    mayBeMore = looking = false;
    const query = { limit: READ_LIMIT, held: [...held], blocked: full() };
    const pending = (): Promise<Notification[]> => options.pending(query);
    const rows = await (query.blocked.length > 0 ? throttle.run(pending) : pending());
    for (const row of rows) if (options.take(row)) held.add(row.id);
    if (rows.length === READ_LIMIT) [mayBeMore, looking] = [true, looking || wasLooking];
    options.onRead();
  }

  async function readWhileDue(): Promise<void> {
    reading = true;
    try {
      while (due()) await read();
    } catch (error) {
      options.onError(error);
    } finally {
      reading = false;
    }
  }

  function refill(): void {
    if (!reading && due()) void readWhileDue();
  }

  function expectMore(): void {
    mayBeMore = true;
    refill();
  }

  return {
    look() {
      looking = true;
      expectMore();
    },
    expectMore,
    refill,
    forget: (id) => void held.delete(id),
  };
}

/** Spaces out expensive work in proportion to its duration. */
interface Throttle {
  /** Does `work`, then stays closed for a proportional time. */
  run: <Result>(work: () => Promise<Result>) => Promise<Result>;
  isOpen: () => boolean;
}

function createThrottle(monotonic: () => number): Throttle {
  let until = -Infinity;

  return {
    async run(work) {
      const begunAt = monotonic();
      const result = await work();
      const endedAt = monotonic();
      until = endedAt + WAIT_FACTOR * (endedAt - begunAt);
      return result;
    },
    isOpen: () => monotonic() >= until,
  };
}
