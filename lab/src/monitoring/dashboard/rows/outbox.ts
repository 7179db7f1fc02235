import { graph, type Row } from "../panel.ts";
import { PODS, quantile } from "../selectors.ts";

const perCommit = `sum(rate(outbox_commit_webhooks_sum{${PODS}}[$__rate_interval])) / sum(rate(outbox_commit_webhooks_count{${PODS}}[$__rate_interval]))`;

/** Replicas share one store, and each shows the whole of it: the largest of their values, not the sum. */
export const outbox: Row = {
  title: "Outbox and relay",
  panels: [
    graph({
      title: "Pending and buried",
      description:
        "Pending notifications, and those buried within RETENTION_DAYS. Pending only grows: nothing is sent (see the pause). Buried jumps: see the reasons above; each can be retried through the API.",
      unit: "short",
      queries: [
        [`max(outbox_pending{${PODS}})`, "pending"],
        [`max(outbox_buried{${PODS}})`, "buried"],
      ],
    }),
    graph({
      title: "Age of the oldest pending notification",
      description:
        "Rises steadily while nothing is sent. Otherwise high: one person's messages fail and are tried again, while others are delivered.",
      unit: "s",
      limit: 300,
      queries: [[`max(outbox_oldest_pending_seconds{${PODS}})`, "oldest"]],
    }),
    graph({
      title: "Paused, by reason",
      description:
        "1 while delivery is paused because Rocket.Chat as a whole fails. unauthorized and restricted_workspace do not end by themselves; the others do.",
      unit: "none",
      max: 1,
      queries: [[`max by (reason) (relay_paused{${PODS}})`, "{{reason}}"]],
    }),
    graph({
      title: "Leader",
      description:
        "1 for the replica that holds the lease and sends. None for longer than 10 s: nobody sends. Changes often: the leader is restarted, or too slow to renew its lease.",
      unit: "none",
      max: 1,
      queries: [[`max by (pod) (relay_leader{${PODS}})`, "{{pod}}"]],
    }),
    graph({
      title: "Commit duration",
      description:
        "Each webhook waits for a commit before its answer. Above 0.1 s the database's disk is slow; webhooks are refused after 8 s.",
      unit: "s",
      limit: 8,
      queries: [0.5, 0.99].map((q) => [quantile(q, "outbox_commit_seconds"), `p${String(q * 100)}`]),
    }),
    graph({
      title: "Webhooks per commit",
      description:
        "Webhooks that arrive during a commit share the next one. Rising with the load is normal; hundreds mean that commits are too slow.",
      unit: "short",
      queries: [[perCommit, "mean"]],
    }),
  ],
};
