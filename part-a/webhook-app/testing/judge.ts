import type { Ledger } from "../sandbox/ledger.ts";

/** What went wrong, as `recipient sha`; three empty lists if nothing did. */
export interface Verdict {
  lost: string[];
  duplicated: string[];
  outOfOrder: string[];
}

export const FLAWLESS: Verdict = { lost: [], duplicated: [], outOfOrder: [] };

/** The beginning of a digest, even a shortened one (src/notifications/digest.ts). */
const DIGEST = /^Late: \d+ messages since /;

/** Whether a message tells several pushes. */
export const isDigest = (text: string): boolean => DIGEST.test(text);

/**
 * The pushes in a person's messages, in order of arrival: each message's head SHA, or all SHAs of a digest's lines.
 */
export function toldShas(ledger: Ledger, recipient: string): string[] {
  return ledger.messages(recipient).flatMap(({ msg }) => {
    const [head = `no SHA: ${msg}`, ...others] = msg.match(/\b[0-9a-f]{40}\b/g) ?? [];
    return isDigest(msg) ? [head, ...others] : [head];
  });
}

/**
 * Whether everybody was notified of every acknowledged push exactly once and in order. A push that was posted but not
 * acknowledged may have been notified, but not twice either.
 *
 * @param acknowledged SHAs of the pushes that were answered 2xx, in the order of their posting
 */
export function judge(ledger: Ledger, recipients: readonly string[], acknowledged: readonly string[]): Verdict {
  const verdicts = recipients.map((recipient) => judgeOne(toldShas(ledger, recipient), recipient, acknowledged));
  return {
    lost: verdicts.flatMap(({ lost }) => lost),
    duplicated: verdicts.flatMap(({ duplicated }) => duplicated),
    outOfOrder: verdicts.flatMap(({ outOfOrder }) => outOfOrder),
  };
}

function judgeOne(told: readonly string[], recipient: string, acknowledged: readonly string[]): Verdict {
  const name = (sha: string) => `${recipient} ${sha}`;
  const firsts = [...new Set(told)];
  const known = firsts.filter((sha) => acknowledged.includes(sha));
  const expected = acknowledged.filter((sha) => known.includes(sha));
  return {
    lost: acknowledged.filter((sha) => !told.includes(sha)).map(name),
    duplicated: told.filter((sha, index) => told.indexOf(sha) !== index).map(name),
    outOfOrder: known.filter((sha, index) => sha !== expected[index]).map(name),
  };
}
