import { number, type Row } from "../panel.ts";
import { HPA, PODS } from "../selectors.ts";

export const overview: Row = {
  title: "Now",
  panels: [
    number({
      title: "Webhooks",
      description:
        "Webhooks a second, of any event and outcome. 0 during working hours: GitLab does not reach the service, or has switched its hook off.",
      unit: "reqps",
      queries: [[`sum(rate(webhooks_received_total{${PODS}}[$__rate_interval]))`, ""]],
    }),
    number({
      title: "Missed, last hour",
      description:
        "Share of notifications that were given up or took more than 60 s. The objective allows 0.5 % over 30 days. Empty while nothing is settled at all: then see the oldest pending one.",
      unit: "percentunit",
      limit: 0.005,
      queries: [['max(namespace_job:notifications_missed:ratio_rate1h{job=~"$job"})', ""]],
    }),
    number({
      title: "Pending",
      description:
        "Notifications in the outbox that wait for delivery. A number that grows for minutes: Rocket.Chat is paused, or slower than what comes in.",
      unit: "short",
      limit: 1000,
      queries: [[`max(outbox_pending{${PODS}})`, ""]],
    }),
    number({
      title: "Oldest pending",
      description:
        "Age of the notification that has waited longest. Over 5 minutes an alert fires; at MAX_AGE_HOURS it is given up as expired.",
      unit: "s",
      limit: 300,
      queries: [[`max(outbox_oldest_pending_seconds{${PODS}})`, ""]],
    }),
    number({
      title: "Relays",
      description:
        "Replicas that send: 1, for a moment 0 or 2 while the lease passes on. 0 for longer: nobody sends, usually because the database is not reached.",
      unit: "none",
      queries: [[`sum(relay_leader{${PODS}})`, ""]],
    }),
    number({
      title: "Replicas",
      description:
        "Replicas that the HPA sees. Fewer than 2: one may not go without an outage. At the maximum: load beyond it waits.",
      unit: "none",
      queries: [[`max(kube_horizontalpodautoscaler_status_current_replicas{${HPA}})`, ""]],
    }),
  ],
};
