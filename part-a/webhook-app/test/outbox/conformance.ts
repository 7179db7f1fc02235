import { describe } from "vitest";
import { describeAcceptance } from "./conformance/acceptance.ts";
import { describeBacklog } from "./conformance/backlog.ts";
import { describeDuplicates } from "./conformance/duplicates.ts";
import { describeDigests } from "./conformance/digests.ts";
import { describeDigestDissolving } from "./conformance/digest-dissolving.ts";
import { describeDigestSettling } from "./conformance/digest-settling.ts";
import { describeFailedAttempts } from "./conformance/failed-attempts.ts";
import { describeJournal } from "./conformance/journal.ts";
import { describeLease } from "./conformance/lease.ts";
import { describeListing } from "./conformance/listing.ts";
import { describeMillion } from "./conformance/million.ts";
import { describeOccurrences } from "./conformance/occurrences.ts";
import { describePending } from "./conformance/pending.ts";
import { describeRetention } from "./conformance/retention.ts";
import { describeRetry } from "./conformance/retry.ts";
import { describeSettling } from "./conformance/settling.ts";
import { describeStats } from "./conformance/stats.ts";
import type { MakeHarness } from "./harness.ts";

/** What every outbox promises, whatever it stores in. */
export function describeOutbox(name: string, makeHarness: MakeHarness): void {
  describe(name, () => {
    describeAcceptance(makeHarness);
    describeDuplicates(makeHarness);
    describeOccurrences(makeHarness);
    describePending(makeHarness);
    describeBacklog(makeHarness);
    describeMillion(makeHarness);
    describeSettling(makeHarness);
    describeFailedAttempts(makeHarness);
    describeDigests(makeHarness);
    describeDigestSettling(makeHarness);
    describeDigestDissolving(makeHarness);
    describeJournal(makeHarness);
    describeLease(makeHarness);
    describeListing(makeHarness);
    describeRetry(makeHarness);
    describeStats(makeHarness);
    describeRetention(makeHarness);
  });
}
