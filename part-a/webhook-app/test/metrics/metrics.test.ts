import { describe, expect, test } from "vitest";
import { createMetrics } from "../../src/metrics.ts";
import type { Notification } from "../../src/outbox/notification.ts";

const render = (metrics: ReturnType<typeof createMetrics>) => metrics.registry.metrics();

describe("the metrics", () => {
  test("exist at 0 before anything happened: an alert or an HPA never meets a missing series", async () => {
    const text = await render(createMetrics());
    for (const line of [
      'webhooks_received_total{event="push",outcome="accepted"} 0',
      'webhooks_received_total{event="invalid",outcome="rejected"} 0',
      'notifications_total{outcome="delivered",reason=""} 0',
      'notifications_total{outcome="buried",reason="expired"} 0',
      'notifications_total{outcome="buried",reason="opted_out"} 0',
      'notifications_total{outcome="buried",reason="redacted_author"} 0',
      'notifications_total{outcome="buried",reason="beyond_payload"} 0',
      'relay_paused{reason="restricted_workspace"} 0',
      "relay_leader 0",
      'rocketchat_requests_total{operation="im.create",code="429"} 0',
      'rocketchat_request_duration_seconds_count{operation="chat.sendMessage"} 0',
      'http_request_duration_seconds_count{method="POST",route="/webhooks/gitlab",status="202"} 0',
    ]) {
      expect(text).toContain(line);
    }
  });

  test("count a webhook by a closed list of events", async () => {
    const metrics = createMetrics();
    metrics.observeWebhook({ outcome: "ignored", event: "made_up_by_a_stranger", status: 200, seconds: 0 });
    expect(await render(metrics)).toContain('webhooks_received_total{event="other",outcome="ignored"} 1');
  });

  test("count each person who is not notified, by reason, but nobody for their own push", async () => {
    const metrics = createMetrics();
    const skipped = [
      { person: "a", reason: "unmapped_user" as const },
      { person: "b", reason: "self" as const },
      { person: "c", reason: "opted_out" as const },
      { person: "d", reason: "opted_out" as const },
    ];
    metrics.observeWebhook({ outcome: "accepted", event: "push", status: 202, seconds: 0, skipped });
    const text = await render(metrics);
    expect(text).toContain('notifications_total{outcome="buried",reason="unmapped_user"} 1');
    expect(text).toContain('notifications_total{outcome="buried",reason="opted_out"} 2');
    expect(text).not.toContain('reason="self"');
  });

  test.each(["duplicate", "rejected"] as const)("count nobody with a webhook that is %s", async (outcome) => {
    const metrics = createMetrics();
    const skipped = [{ person: "a", reason: "unmapped_user" as const }];
    metrics.observeWebhook({ outcome, event: "push", status: 200, seconds: 0, skipped });
    expect(await render(metrics)).toContain('notifications_total{outcome="buried",reason="unmapped_user"} 0');
  });

  test("time a delivery from the webhook's receipt", async () => {
    const metrics = createMetrics();
    const notification = { receivedAt: 1_000 } as Notification;
    metrics.observeSettled(notification, { id: 1, attempts: 1, state: "delivered", reason: null }, 3_500);
    expect(await render(metrics)).toContain("notification_delivery_seconds_sum 2.5");
  });

  test("show the store's age and size, and NaN if it does not answer", async () => {
    const metrics = createMetrics();
    metrics.observeStore({ pending: 3, buried: 1, oldestPendingAt: 10_000 }, 25_000);
    expect(await render(metrics)).toMatch(/outbox_pending 3\n[\s\S]*outbox_oldest_pending_seconds 15\n/);
    metrics.observeStore(undefined, 25_000);
    expect(await render(metrics)).toContain("outbox_pending Nan");
  });
});
