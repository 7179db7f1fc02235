import type { Context } from "hono";
import type { HttpBindings } from "@hono/node-server";
import type { Skipped } from "../notifications/decision.ts";
import type { Acceptance } from "../outbox/webhook.ts";
import type { Notification } from "../outbox/notification.ts";
import type { AwaitOutcome } from "./outcome-watch.ts";
import { preferredWaitSeconds } from "./prefer-wait.ts";

/** The outbox's answer about a webhook, and what is needed to wait for its outcome. */
export interface Answerable {
  webhookId: string;
  skipped: Skipped[];
  acceptance: Acceptance;
  /** When the request came, by `performance.now()`: storing counts as part of the wait. */
  since: number;
  awaitOutcome: AwaitOutcome;
}

type HttpContext = Context<{ Bindings: HttpBindings }>;

/**
 * Answers by what the outbox said; with `Prefer: wait`, once the notifications are settled or the time is over. What
 * is stored stays stored, however the wait ends.
 */
export async function answerAcceptance(c: HttpContext, answerable: Answerable) {
  const { acceptance, webhookId, skipped } = answerable;
  const seconds = preferredWaitSeconds(c.req.header("prefer"));
  const headers: Record<string, string> = seconds > 0 ? { "preference-applied": `wait=${seconds}` } : {};
  if (acceptance.status === "duplicate") {
    const first = { status: "duplicate" as const, reason: "duplicate" as const, webhookId: acceptance.webhookId };
    const known = await outcome(c, answerable, first.webhookId, undefined, seconds);
    return c.json({ ...first, ...(known && { notifications: known.map(outcomeOf) }) }, 200, headers);
  }
  const notifications = acceptance.notifications.map(({ id, recipient }) => ({ id: String(id), recipient }));
  const body = { status: "accepted" as const, webhookId, notifications, skipped };
  const ids = new Set(acceptance.notifications.map(({ id }) => id));
  const known = await outcome(c, answerable, webhookId, ids, seconds);
  const settled = known?.length === ids.size && known.every(({ state }) => state !== "pending");
  return settled ? c.json({ ...body, notifications: known.map(outcomeOf) }, 200, headers) : c.json(body, 202, headers);
}

async function outcome(
  c: HttpContext,
  { since, awaitOutcome }: Answerable,
  webhookId: string,
  ids: ReadonlySet<number> | undefined,
  seconds: number,
): Promise<Notification[] | undefined> {
  if (seconds === 0) return undefined;
  return awaitOutcome({ webhookId, ids, deadline: since + seconds * 1000, signal: leaving(c) });
}

function outcomeOf({ id, recipient, state, reason }: Notification) {
  return { id: String(id), recipient, state, reason };
}

/** Aborts when the caller disconnects. */
function leaving(c: HttpContext): AbortSignal {
  const controller = new AbortController();
  c.env.outgoing.once("close", () => controller.abort());
  return controller.signal;
}
