import type { IncomingWebhook, Source } from "../../src/outbox/webhook.ts";

interface Meaning {
  expiresAt: number;
  told: number;
  counts: Map<Source, number>;
}

/** The simplest model of what reports notify. Expects each delivery once. */
export function createModel(windowMs: number) {
  const last = new Map<string, string>();
  const meanings = new Map<string, Meaning>();

  function count(key: string, source: Source, isNext: boolean, now: number): boolean {
    const known = meanings.get(key);
    if (!known || known.expiresAt <= now) {
      meanings.set(key, { expiresAt: now + windowMs, told: 1, counts: new Map([[source, 1]]) });
      return true;
    }
    const ordinal = Math.max((known.counts.get(source) ?? 0) + Number(isNext), 1);
    known.counts.set(source, ordinal);
    if (ordinal <= known.told) return false;
    known.told = ordinal;
    known.expiresAt = now + windowMs;
    return true;
  }

  return {
    /** How many of its notifications are new. */
    told({ report, notifications }: IncomingWebhook, now: number): number {
      if (!report) throw new Error("not a report");
      const { source, ref, transition } = report;
      const isNext = last.get(`${source} ${ref}`) !== transition;
      last.set(`${source} ${ref}`, transition);
      return notifications.filter(({ meaningKey }) => count(meaningKey, source, isNext, now)).length;
    },
  };
}
