import type { Budget } from "./budget.ts";
import type { Resending } from "./gitlab.ts";
import type { MissedDelivery } from "./missed-deliveries.ts";
import type { Report } from "./report.ts";

/**
 * GitLab allows five resends a minute for each user and project, by default:
 * https://docs.gitlab.com/administration/settings/rate-limit-on-webhook-operations/
 */
const MINUTE_MS = 60_000;

/** After these the service is evidently not back; more attempts would only use up the limit and fill GitLab's log. */
const ENOUGH_FAILURES = 3;

/** Resends one after the other, as far as GitLab's rate limit and the run's time allow. */
export async function resendAll(
  resend: (eventId: number) => Promise<Resending>,
  missed: readonly MissedDelivery[],
  budget: Budget,
  report: Report,
): Promise<void> {
  let failures = 0;
  for (const [index, delivery] of missed.entries()) {
    const goOn = failures < ENOUGH_FAILURES && !budget.isSpent();
    const result = goOn ? await resendInTime(resend, delivery, budget) : undefined;
    if (result === undefined) {
      report.left += missed.length - index;
      return;
    }
    if (result.outcome === "answered" && result.status >= 200 && result.status < 300) {
      report.resent += 1;
      continue;
    }
    failures += 1;
    report.failed += 1;
    const why = result.outcome === "answered" ? `the service answered ${result.status}` : result.detail;
    report.problems.push(`delivery ${delivery.webhookId} (attempt ${delivery.attempts + 1}): ${why}`);
  }
}

/** Undefined if the rate limit leaves no time for it in this run. */
async function resendInTime(
  resend: (eventId: number) => Promise<Resending>,
  { eventId }: MissedDelivery,
  budget: Budget,
): Promise<Exclude<Resending, { outcome: "rate limited" }> | undefined> {
  for (;;) {
    const result = await resend(eventId);
    if (result.outcome !== "rate limited") return result;
    if (!(await budget.spend(result.retryAfterMs ?? MINUTE_MS))) return undefined;
  }
}
