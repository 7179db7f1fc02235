export interface TenureOptions {
  /** Milliseconds that never jump and go on while the process is frozen. */
  monotonic: () => number;
  onGained: () => void;
  onLost: () => void;
}

/** Whether, and until when, this process leads. */
export interface Tenure {
  /** Certain at this very moment, whatever timers are late. */
  held: () => boolean;
  /** Leads until the monotonic time `until`, unless that is over already. */
  extend: (until: number) => void;
  lose: () => void;
}

export function createTenure({ monotonic, onGained, onLost }: TenureOptions): Tenure {
  let heldUntil = -Infinity;
  let leading = false;
  let expiry: NodeJS.Timeout | undefined;
  const held = (): boolean => monotonic() < heldUntil;

  function lose(): void {
    heldUntil = -Infinity;
    clearTimeout(expiry);
    if (!leading) return;
    leading = false;
    onLost();
  }

  return {
    held,
    extend(until) {
      // One that ran out unnoticed (a frozen process) was lost: whoever had it since may have sent what we hold.
      if (!held()) lose();
      heldUntil = until;
      if (!held()) return;
      clearTimeout(expiry);
      // Unreferenced: an acquisition that comes through after all was stopped must not keep the process alive.
      expiry = setTimeout(lose, Math.ceil(until - monotonic())).unref();
      if (leading) return;
      leading = true;
      onGained();
    },
    lose,
  };
}
