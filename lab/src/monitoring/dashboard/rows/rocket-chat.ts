import { graph, type Row } from "../panel.ts";
import { PODS, quantile } from "../selectors.ts";

export const rocketChat: Row = {
  title: "Rocket.Chat's API",
  panels: [
    graph({
      title: "Requests by operation and code",
      description:
        "A message is one chat.sendMessage; others look up rooms and check doubtful sends. 429: the bot lacks the role bot. 401: its token is revoked. 400: see the reason of the notification. timeout and error: nothing answers.",
      unit: "reqps",
      queries: [
        [
          `sum by (operation, code) (rate(rocketchat_requests_total{${PODS}}[$__rate_interval])) > 0`,
          "{{operation}} {{code}}",
        ],
      ],
    }),
    graph({
      title: "Time of a request, p95",
      description:
        "How long Rocket.Chat takes to answer. After 10 s a request counts as timed out. Rising times with a steady load: Rocket.Chat or its MongoDB is short of something.",
      unit: "s",
      limit: 10,
      queries: [[quantile(0.95, "rocketchat_request_duration_seconds", "", "le, operation"), "{{operation}}"]],
    }),
    graph({
      title: "Stored under another id",
      description:
        "Messages that a Rocket.Chat app rebuilt, so that they have another id than the service chose. 0 is right; otherwise one whose answer is lost may be told twice: take the bot out of that app.",
      unit: "cps",
      queries: [[`sum(rate(rocketchat_message_id_changed_total{${PODS}}[$__rate_interval]))`, "messages"]],
    }),
  ],
};
