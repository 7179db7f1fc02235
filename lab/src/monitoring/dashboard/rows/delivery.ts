import { graph, type Row } from "../panel.ts";
import { PODS, quantile } from "../selectors.ts";

export const delivery: Row = {
  title: "Told in Rocket.Chat",
  panels: [
    graph({
      title: "Notifications by outcome and reason",
      description:
        "delivered has no reason. Each reason beside buried is one why somebody was not told: unknown_user and deactivated_user want the map of people corrected, unmapped_user an entry in it, expired is an outage longer than MAX_AGE_HOURS.",
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
        "From the receipt of a webhook to its message being in Rocket.Chat; all of a digest count as its oldest. The objective is 60 s; normal is under a second. High with few pending: Rocket.Chat is slow. High with many: it was paused.",
      unit: "s",
      limit: 60,
      queries: [0.5, 0.95, 0.99].map((q) => [quantile(q, "notification_delivery_seconds"), `p${String(q * 100)}`]),
    }),
    graph({
      title: "Missed share, by window",
      description:
        "Notifications given up or later than 60 s, as a share of all that were settled. Over the line for 3 days, the 0.5 % of the month are gone; 14 times the line for an hour raises the alarm.",
      unit: "percentunit",
      limit: 0.005,
      queries: ["1h", "6h", "3d"].map((window) => [
        `max(namespace_job:notifications_missed:ratio_rate${window}{job=~"$job"})`,
        window,
      ]),
    }),
    graph({
      title: "Told late, and digests",
      description:
        "late: notifications told more than LATE_AFTER_SECONDS after their receipt, as after an outage of Rocket.Chat. digests: messages that told many of them at once. Both are 0 in normal times.",
      unit: "cps",
      queries: [
        [`sum(rate(notifications_late_total{${PODS}}[$__rate_interval]))`, "late"],
        [`sum(rate(notification_digests_total{${PODS}}[$__rate_interval]))`, "digests"],
      ],
    }),
    graph({
      title: "People on hold, by reason",
      description:
        "People whose messages wait while others get theirs. not_permitted and encrypted_room do not end by themselves; /status names each person and what to do. Many at once: see whether the relay pauses.",
      unit: "short",
      queries: [[`sum by (reason) (relay_lanes_on_hold{${PODS}}) > 0`, "{{reason}}"]],
    }),
    graph({
      title: "Recipients file in force",
      description:
        "1: the file as it is now decides who is told. 0: it has mistakes, what it said before stays in force, and a Pod that starts anew refuses it; the log names each mistake.",
      unit: "none",
      max: 1,
      queries: [[`min by (pod) (recipients_file_valid{${PODS}})`, "{{pod}}"]],
    }),
  ],
};
