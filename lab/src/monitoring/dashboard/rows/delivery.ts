import { graph, type Row } from "../panel.ts";
import { PODS, quantile } from "../selectors.ts";

export const delivery: Row = {
  title: "Delivery to Rocket.Chat",
  panels: [
    graph({
      title: "Notifications by outcome and reason",
      description:
        "delivered has no reason. Each reason beside buried is why somebody was not notified: for unknown_user and deactivated_user correct the map of people, for unmapped_user add an entry; expired: an outage lasted longer than MAX_AGE_HOURS.",
      unit: "cps",
      queries: [
        [
          `sum by (outcome, reason) (rate(notifications_total{${PODS}}[$__rate_interval])) > 0`,
          "{{outcome}} {{reason}}",
        ],
      ],
    }),
    graph({
      title: "Push to message",
      description:
        "From receiving a webhook to its message being in Rocket.Chat; all members of a digest count as its oldest. The objective is 60 s; normal is under a second. High with few pending: Rocket.Chat is slow. High with many: delivery was paused.",
      unit: "s",
      limit: 60,
      queries: [0.5, 0.95, 0.99].map((q) => [quantile(q, "notification_delivery_seconds"), `p${String(q * 100)}`]),
    }),
    graph({
      title: "Missed share, by window",
      description:
        "Notifications buried or delivered after more than 60 s, as a share of all delivered or buried. Over the line for 30 days uses up the month's budget of 0.5 %; 14 times the line for an hour fires an alert.",
      unit: "percentunit",
      limit: 0.005,
      queries: ["1h", "6h", "3d"].map((window) => [
        `max(namespace_job:notifications_missed:ratio_rate${window}{job=~"$job"})`,
        window,
      ]),
    }),
    graph({
      title: "Late deliveries and digests",
      description:
        "late: notifications delivered more than LATE_AFTER_SECONDS after they were received, as after an outage of Rocket.Chat. digests: messages that combine many of them. Both are normally 0.",
      unit: "cps",
      queries: [
        [`sum(rate(notifications_late_total{${PODS}}[$__rate_interval]))`, "late"],
        [`sum(rate(notification_digests_total{${PODS}}[$__rate_interval]))`, "digests"],
      ],
    }),
    graph({
      title: "People on hold, by reason",
      description:
        "People whose messages wait while others get theirs. not_permitted and encrypted_room do not end by themselves; /status names each person and what to do. Many at once: check whether delivery pauses.",
      unit: "short",
      queries: [[`sum by (reason) (relay_lanes_on_hold{${PODS}}) > 0`, "{{reason}}"]],
    }),
    graph({
      title: "Recipients file valid",
      description:
        "1: the current file is in force. 0: it has mistakes, the last valid version stays in force, and a new Pod does not start with it; the log lists each mistake.",
      unit: "none",
      max: 1,
      queries: [[`min by (pod) (recipients_file_valid{${PODS}})`, "{{pod}}"]],
    }),
  ],
};
