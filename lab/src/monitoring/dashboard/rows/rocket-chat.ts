import { graph, type Row } from "../panel.ts";
import { PODS, quantile } from "../selectors.ts";

export const rocketChat: Row = {
  title: "Rocket.Chat's API",
  panels: [
    graph({
      title: "Requests by operation and code",
      description:
        "A message is one chat.sendMessage; other operations look up rooms and check uncertain sends. 429: the bot lacks the role bot. 401: its token is revoked. 400: see the reason of the notification. timeout and error: nothing answers.",
      unit: "reqps",
      queries: [
        [
          `sum by (operation, code) (rate(rocketchat_requests_total{${PODS}}[$__rate_interval])) > 0`,
          "{{operation}} {{code}}",
        ],
      ],
    }),
    graph({
      title: "Request duration, p95",
      description:
        "How long Rocket.Chat takes to answer. After 10 s a request times out. Rises with a steady load: Rocket.Chat or its MongoDB is short of resources.",
      unit: "s",
      limit: 10,
      queries: [[quantile(0.95, "rocketchat_request_duration_seconds", "", "le, operation"), "{{operation}}"]],
    }),
    graph({
      title: "Stored under another id",
      description:
        "Messages that a Rocket.Chat app rebuilt under another id than the service chose. Normally 0; otherwise a message whose answer is lost may be delivered twice: exclude the bot from that app.",
      unit: "cps",
      queries: [[`sum(rate(rocketchat_message_id_changed_total{${PODS}}[$__rate_interval]))`, "messages"]],
    }),
  ],
};
