import type { Term } from "./term.ts";

/** Terms one after another: each begins only when nothing of the former is under way, so no recipient has two open. */
export interface Succession {
  /** The lease was gained. */
  begin: () => void;
  /** The lease was lost: drops everything held. Resolves when nothing is under way any more. */
  end: () => Promise<void>;
  /** The term under way, if one is. */
  current: () => Term | undefined;
}

export function createSuccession(createTerm: () => Term): Succession {
  let latest: Term | undefined;
  let started: Term | undefined;
  let former: Promise<void> = Promise.resolve();

  async function startAfterFormer(term: Term): Promise<void> {
    await former;
    if (latest !== term) return;
    started = term;
    term.start();
  }

  return {
    begin() {
      latest = createTerm();
      void startAfterFormer(latest);
    },
    end() {
      const ending = started;
      latest = undefined;
      started = undefined;
      if (ending !== undefined) former = ending.end();
      return former;
    },
    current: () => started,
  };
}
