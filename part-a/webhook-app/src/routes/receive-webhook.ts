import type { RouteHandler } from "@hono/zod-openapi";
import type { HttpBindings } from "@hono/node-server";
import type { receiveWebhook } from "../contract/webhooks.ts";
import { decide, type Decision, type Skipped } from "../notifications/decide.ts";
import type { Policy } from "../notifications/policy.ts";
import {
  OutboxUnavailable,
  type Acceptance,
  type IncomingWebhook,
  type NewNotification,
  type Outbox,
} from "../outbox/outbox.ts";
import type { WebhookRecord } from "../webhook-record.ts";
import { answerAcceptance } from "./answer-acceptance.ts";
import { answerProblem, answerUnavailable } from "./answer-problem.ts";
import { incomingWebhook } from "./incoming-webhook.ts";
import { createOutcomeWatch } from "./outcome-watch.ts";
import { readWebhook, type Refusal, type WebhookInputDeps } from "./webhook-input.ts";

type HttpEnv = { Bindings: HttpBindings };

export interface ReceiveDeps extends WebhookInputDeps {
  /** What the recipients file says now. */
  policy: () => Policy;
  outbox: Outbox;
  clock: () => number;
  /** Called once for each POST, when its answer is decided. */
  onWebhook: (record: WebhookRecord) => void;
  /** Called when new notifications are stored. */
  onAccepted: () => void;
}

type Handler = RouteHandler<typeof receiveWebhook, HttpEnv>;
type Context = Parameters<Handler>[0];
type Finish = (record: Omit<WebhookRecord, "seconds">) => void;

/** What is to be stored: all that is left of a body while the store is waited for. */
interface ToStore extends IncomingWebhook {
  kind: string;
  skipped: Skipped[];
}

type Understood =
  | { status: "refused"; problem: Refusal["problem"] }
  | { status: "ignored"; kind: string; decision: Decision & { status: "ignored" } }
  | { status: "notify"; toStore: ToStore };

/** `POST /webhooks/gitlab`: read, decide, store, answer. */
export function createReceiveWebhook(deps: ReceiveDeps): Handler {
  const awaitOutcome = createOutcomeWatch(deps.outbox);
  return async (c) => {
    const since = performance.now();
    const finish: Finish = (record) => deps.onWebhook({ ...record, seconds: (performance.now() - since) / 1000 });
    const understood = await understand(c, deps);
    if (understood.status === "refused") return refuse(c, understood.problem, finish);
    if (understood.status === "ignored") return ignore(c, understood.kind, understood.decision, finish);
    const { toStore } = understood;
    const acceptance = await store(toStore, deps, finish);
    if (!acceptance) {
      return answerUnavailable(c, "The webhook could not be stored now and was not accepted. Send it again.");
    }
    const { webhookId, skipped } = toStore;
    return answerAcceptance(c, { webhookId, skipped, acceptance, since, awaitOutcome });
  };
}

async function understand(c: Context, deps: ReceiveDeps): Promise<Understood> {
  const input = await readWebhook(c.env.incoming, deps);
  if (!input.ok) return { status: "refused", problem: input.problem };
  const { kind, event } = input;
  const decision = decide(event, deps.policy());
  if (decision.status === "ignored") return { status: "ignored", kind, decision };
  return { status: "notify", toStore: { ...incomingWebhook(input, decision), kind, skipped: decision.skipped } };
}

function refuse(c: Context, problem: Refusal["problem"], finish: Finish) {
  const { status, detail } = problem;
  finish({ outcome: "rejected", event: "invalid", status, detail });
  return answerProblem(c, problem);
}

function ignore(c: Context, kind: string, decision: Decision & { status: "ignored" }, finish: Finish) {
  const { reason, detail, skipped } = decision;
  finish({ outcome: "ignored", event: kind, status: 200, reason, detail, skipped });
  return c.json({ status: "ignored" as const, reason, detail, skipped }, 200);
}

/** Undefined when the store could not commit. From here on the webhook is counted, and nothing takes that back. */
async function store(toStore: ToStore, deps: ReceiveDeps, finish: Finish): Promise<Acceptance | undefined> {
  const { webhookId, notifications, report, kind, skipped } = toStore;
  const known = { event: kind, webhookId, skipped, ...firstOf(notifications) };
  try {
    const acceptance = await deps.outbox.accept({ webhookId, notifications, report }, deps.clock());
    if (acceptance.status === "accepted") deps.onAccepted();
    finish({ ...known, ...recordOf(acceptance) });
    return acceptance;
  } catch (error) {
    if (!(error instanceof OutboxUnavailable)) throw error;
    finish({ ...known, outcome: "rejected", status: 503, detail: error.message });
    return undefined;
  }
}

function firstOf(notifications: readonly NewNotification[]): Pick<WebhookRecord, "project" | "ref" | "sha"> {
  const [first] = notifications;
  return first ? { project: first.project, ref: first.ref, sha: first.sha } : {};
}

function recordOf(acceptance: Acceptance) {
  return acceptance.status === "duplicate"
    ? { outcome: "duplicate" as const, status: 200, reason: "duplicate" as const }
    : { outcome: "accepted" as const, status: 202, notificationIds: acceptance.notifications.map(({ id }) => id) };
}
