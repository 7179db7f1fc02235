import type { Rewrite } from "../testing/rewrite-source.ts";

/** How to remove each safety from the source. If a text no longer exists, the service exits and the control fails. */

/** A former leader continues forever, and nothing rejects its writes. */
export const NO_FENCING: Rewrite[] = [
  {
    file: "src/relay/lease.ts",
    from: "monotonic() < heldUntil;",
    to: "heldUntil > -Infinity;",
  },
  {
    file: "src/relay/lease.ts",
    from: "expiry = setTimeout(lose, Math.ceil(until - monotonic())).unref();",
    to: "",
  },
  { file: "src/relay/lease.ts", from: "else holding.lose();", to: "" },
  {
    file: "src/outbox/postgres/lease.ts",
    from: "SELECT 1 FROM webhook_app.lease WHERE holder = $1 AND expires_at > clock_timestamp() FOR SHARE",
    to: "SELECT 1 WHERE $1::text IS NOT NULL",
  },
];

/** Every attempt is a new message for Rocket.Chat. */
export const NO_MESSAGE_ID: Rewrite[] = [
  {
    file: "src/rocketchat/calls.ts",
    from: "{ message: { _id: id, rid, msg: text }",
    to: "{ message: { _id: crypto.randomUUID(), rid, msg: text }",
  },
];

/** Only the process that sends a digest knows its members. */
export const NO_STORED_DIGEST: Rewrite[] = [
  { file: "src/outbox/sqlite/digests.ts", from: "    join.run(digest);\n", to: "" },
];

/** 202 before anything is durable. */
export const ANSWER_BEFORE_COMMIT: Rewrite[] = [
  {
    file: "src/routes/receive-webhook.ts",
    from: "await deps.outbox.accept({ webhookId, notifications, report, summary }, deps.clock());",
    to: `{ status: "accepted", notifications: [] };
      deps.outbox.accept({ webhookId, notifications, report, summary }, deps.clock()).then(deps.onAccepted, () => {});`,
  },
];

/** Commits are written but not synced. */
export const NO_FSYNC: Rewrite[] = [
  { file: "src/outbox/sqlite/database.ts", from: "synchronous = FULL", to: "synchronous = OFF" },
];
