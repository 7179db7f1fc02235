import { graph, type Row } from "../panel.ts";
import { ofOurs, PODS, quantile } from "../selectors.ts";

const WEBHOOK = 'method="POST",route="/webhooks/gitlab"';

export const receiving: Row = {
  title: "Received from GitLab",
  panels: [
    graph({
      title: "Webhooks by event",
      description:
        "What GitLab sends. An event that fills this and is ignored below may as well be switched off in the hook.",
      unit: "reqps",
      queries: [[`sum by (event) (rate(webhooks_received_total{${PODS}}[$__rate_interval])) > 0`, "{{event}}"]],
    }),
    graph({
      title: "Webhooks by outcome",
      description:
        "accepted: stored, and told to somebody. duplicate: the same push by another hook or a resend. ignored: nobody is to be told. rejected: not a GitLab event, or its token is wrong; more than a few mean a hook with an old token.",
      unit: "reqps",
      queries: [[`sum by (outcome) (rate(webhooks_received_total{${PODS}}[$__rate_interval]))`, "{{outcome}}"]],
    }),
    graph({
      title: "Answers by status",
      description:
        "Every HTTP request but probes. 401: a wrong token. 503: the database does not commit, and GitLab sends none of these again by itself. 499: the client left first; GitLab does so after 10 s.",
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
        "From its headers to the end of the answer, the commit to disk in between (and the wait that a client has asked for). GitLab gives up after 10 s; a p99 above 1 s means a slow database or too few replicas.",
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
        "Open HTTP requests of each Pod, averaged over time: the rate of their integral, which is what the HPA scales on. Rising while the webhooks do not: answers have become slower.",
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
        "The plain gauge: requests open at the very moment of a scrape. 0 nearly always, since requests take milliseconds. A Pod that stays above 0 with no load has requests that hang.",
      unit: "short",
      queries: [[`sum by (pod) (${ofOurs(`http_requests_in_flight{${PODS}}`)})`, "{{pod}}"]],
    }),
  ],
};
