import type { Context } from "hono";
import type { HttpBindings } from "@hono/node-server";
import type { Skipped } from "../notifications/decide.ts";
import type { Acceptance, Notification, Outbox } from "../outbox/outbox.ts";
import { preferredWaitSeconds } from "./prefer-wait.ts";
import { waitForOutcome } from "./wait-for-outcome.ts";

type Accepted = Extract<Acceptance, { status: "accepted" }>;

/** Answers for what the outbox said; with `Prefer: wait`, after the notifications are settled or the time is over. */
export async function answerAcceptance(
  c: Context<{ Bindings: HttpBindings }>,
  webhookId: string,
  acceptance: Acceptance,
  skipped: Skipped[],
  outbox: Outbox,
) {
  const waitSeconds = preferredWaitSeconds(c.req.header("prefer"));
  if (acceptance.status === "accepted") return answerAccepted(c, webhookId, acceptance, skipped, outbox, waitSeconds);
  const first = { status: "duplicate" as const, reason: "duplicate" as const, webhookId: acceptance.webhookId };
  if (waitSeconds === 0) return c.json(first, 200);
  const notifications = await waitForOutcome(outbox, first.webhookId, undefined, waitSeconds * 1000, leaving(c));
  return c.json({ ...first, notifications: notifications.map(outcomeOf) }, 200, applied(waitSeconds));
}

async function answerAccepted(
  c: Context<{ Bindings: HttpBindings }>,
  webhookId: string,
  accepted: Accepted,
  skipped: Skipped[],
  outbox: Outbox,
  waitSeconds: number,
) {
  const notifications = accepted.notifications.map(({ id, recipient }) => ({ id: String(id), recipient }));
  const body = { status: "accepted" as const, webhookId, notifications, skipped };
  if (waitSeconds === 0) return c.json(body, 202);
  const ids = new Set(accepted.notifications.map(({ id }) => id));
  const now = await waitForOutcome(outbox, webhookId, ids, waitSeconds * 1000, leaving(c)).catch(() => []);
  const settled = now.length === ids.size && now.every(({ state }) => state !== "pending");
  return settled
    ? c.json({ ...body, notifications: now.map(outcomeOf) }, 200, applied(waitSeconds))
    : c.json(body, 202, applied(waitSeconds));
}

function outcomeOf({ id, recipient, state, reason }: Notification) {
  return { id: String(id), recipient, state, reason };
}

function applied(waitSeconds: number): Record<string, string> {
  return { "preference-applied": `wait=${waitSeconds}` };
}

/** Aborts when the caller hangs up: nobody is there to be answered. */
function leaving(c: Context<{ Bindings: HttpBindings }>): AbortSignal {
  const controller = new AbortController();
  c.env.outgoing.once("close", () => controller.abort());
  return controller.signal;
}
