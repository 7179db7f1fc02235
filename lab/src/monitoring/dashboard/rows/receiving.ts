import { graph, type Row } from "../panel.ts";
import { ofOurs, PODS, quantile } from "../selectors.ts";

const WEBHOOK = 'method="POST",route="/webhooks/gitlab"';

export const receiving: Row = {
  title: "Received from GitLab",
  panels: [
    graph({
      title: "Webhooks by event",
      description:
        "What GitLab sends. If an event dominates here and is ignored below, you can turn it off in the webhook.",
      unit: "reqps",
      queries: [[`sum by (event) (rate(webhooks_received_total{${PODS}}[$__rate_interval])) > 0`, "{{event}}"]],
    }),
    graph({
      title: "Webhooks by outcome",
      description:
        "accepted: stored, and somebody is notified. duplicate: the same push from another webhook, or a resend. ignored: nobody is notified. rejected: not a GitLab event, or a wrong token; more than a few mean a webhook with an old token.",
      unit: "reqps",
      queries: [[`sum by (outcome) (rate(webhooks_received_total{${PODS}}[$__rate_interval]))`, "{{outcome}}"]],
    }),
    graph({
      title: "Answers by status",
      description:
        "Every HTTP request except probes. 401: a wrong token. 503: the database does not commit, and GitLab sends none of these again by itself. 499: the client closed the connection first; GitLab does so after 10 s.",
      unit: "reqps",
      queries: [
        [
          `sum by (status) (${ofOurs(`rate(http_request_duration_seconds_count{${PODS}}[$__rate_interval])`)}) > 0`,
          "{{status}}",
        ],
      ],
    }),
    graph({
      title: "Time to answer a webhook",
      description:
        "From the headers to the end of the answer, including the commit to disk (and any wait that the client asked for). GitLab gives up after 10 s; a p99 above 1 s means a slow database or too few replicas.",
      unit: "s",
      limit: 10,
      queries: [0.5, 0.95, 0.99].map((q) => [
        quantile(q, "http_request_duration_seconds", WEBHOOK),
        `p${String(q * 100)}`,
      ]),
    }),
    graph({
      title: "Requests in flight, mean",
      description:
        "Open HTTP requests of each Pod, averaged over time: the rate of their integral, which the HPA scales on. Rises while webhooks do not: answers have become slower.",
      unit: "short",
      queries: [
        [
          `sum by (pod) (${ofOurs(`rate(http_requests_in_flight_seconds_total{${PODS}}[$__rate_interval])`)})`,
          "{{pod}}",
        ],
      ],
    }),
    graph({
      title: "Requests in flight at the scrape",
      description:
        "The plain gauge: requests open at the moment of a scrape. Nearly always 0, since requests take milliseconds. If a Pod stays above 0 without load, requests hang.",
      unit: "short",
      queries: [[`sum by (pod) (${ofOurs(`http_requests_in_flight{${PODS}}`)})`, "{{pod}}"]],
    }),
  ],
};
