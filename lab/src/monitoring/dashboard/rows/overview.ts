import { number, type Row } from "../panel.ts";
import { HPA, PODS } from "../selectors.ts";

export const overview: Row = {
  title: "Now",
  panels: [
    number({
      title: "Webhooks",
      description:
        "Webhooks per second, of any event and outcome. 0 during working hours: GitLab cannot reach the service, or has disabled its webhook.",
      unit: "reqps",
      queries: [[`sum(rate(webhooks_received_total{${PODS}}[$__rate_interval]))`, ""]],
    }),
    number({
      title: "Missed, last hour",
      description:
        "Share of notifications that were buried or took more than 60 s. The objective allows 0.5 % over 30 days. Empty while nothing is delivered or buried: then see the oldest pending one.",
      unit: "percentunit",
      limit: 0.005,
      queries: [['max(namespace_job:notifications_missed:ratio_rate1h{job=~"$job"})', ""]],
    }),
    number({
      title: "Pending",
      description:
        "Notifications in the outbox that wait for delivery. Grows for minutes: delivery is paused, or slower than new ones come in.",
      unit: "short",
      limit: 1000,
      queries: [[`max(outbox_pending{${PODS}})`, ""]],
    }),
    number({
      title: "Oldest pending",
      description:
        "Age of the oldest pending notification. Over 5 minutes an alert fires; at MAX_AGE_HOURS it is buried as expired.",
      unit: "s",
      limit: 300,
      queries: [[`max(outbox_oldest_pending_seconds{${PODS}})`, ""]],
    }),
    number({
      title: "Leaders",
      description:
        "Replicas that send: 1, briefly 0 or 2 during a takeover. 0 for longer: nobody sends, usually because the database cannot be reached.",
      unit: "none",
      queries: [[`sum(relay_leader{${PODS}})`, ""]],
    }),
    number({
      title: "Replicas",
      description:
        "Replicas that the HPA sees. Fewer than 2: losing one replica is an outage. At the maximum: further load waits.",
      unit: "none",
      queries: [[`max(kube_horizontalpodautoscaler_status_current_replicas{${HPA}})`, ""]],
    }),
  ],
};
