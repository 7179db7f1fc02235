import type { RouteHandler } from "@hono/zod-openapi";
import type { HttpBindings } from "@hono/node-server";
import type { receiveWebhook } from "../contract/webhooks.ts";
import { webhookIdOf } from "../gitlab/webhook-id.ts";
import type { WebhookOutcome } from "../metrics/receiving.ts";
import { composeNotifications } from "../notifications/compose.ts";
import { decide, type Decision } from "../notifications/decide.ts";
import type { Policy } from "../notifications/policy.ts";
import { OutboxUnavailable, type Acceptance, type NewNotification, type Outbox } from "../outbox/outbox.ts";
import type { IgnoreReason } from "../reasons.ts";
import { answerAcceptance } from "./answer-acceptance.ts";
import { answerProblem, answerUnavailable } from "./answer-problem.ts";
import { readWebhook, type WebhookInput, type WebhookInputDeps } from "./webhook-input.ts";

type HttpEnv = { Bindings: HttpBindings };

/** What became of one POST: the canonical log line and the metric are made from it. */
export interface WebhookRecord {
  outcome: WebhookOutcome;
  /** The event's kind, `invalid` when it could not be told. */
  event: string;
  status: number;
  seconds: number;
  webhookId?: string;
  reason?: IgnoreReason;
  detail?: string;
  project?: string;
  ref?: string;
  sha?: string;
  notificationIds?: number[];
  skipped?: Decision["skipped"];
}

export interface ReceiveDeps extends WebhookInputDeps {
  policy: Policy;
  outbox: Outbox;
  clock: () => number;
  /** Called once for each POST, when its answer is decided. */
  onWebhook: (record: WebhookRecord) => void;
  /** Called when new notifications are stored. */
  onAccepted: () => void;
}

type Handler = RouteHandler<typeof receiveWebhook, HttpEnv>;
type Context = Parameters<Handler>[0];
type Received = Extract<WebhookInput, { ok: true }>;

/** `POST /webhooks/gitlab`: read, decide, store, answer. */
export function createReceiveWebhook(deps: ReceiveDeps): Handler {
  return async (c) => {
    const start = performance.now();
    const finish = (record: Omit<WebhookRecord, "seconds">) =>
      deps.onWebhook({ ...record, seconds: (performance.now() - start) / 1000 });
    const input = await readWebhook(c.env.incoming, deps);
    if (!input.ok) {
      const { status, detail } = input.problem;
      finish({ outcome: "rejected", event: "invalid", status, detail });
      return answerProblem(c, input.problem);
    }
    const decision = decide(input.event, deps.policy);
    if (decision.status === "ignored") return ignore(c, input, decision, finish);
    return store(c, input, decision, deps, finish);
  };
}

type Finish = (record: Omit<WebhookRecord, "seconds">) => void;

function ignore(c: Context, input: Received, decision: Decision & { status: "ignored" }, finish: Finish) {
  const { reason, detail, skipped } = decision;
  finish({ outcome: "ignored", event: input.kind, status: 200, reason, detail, skipped });
  return c.json({ status: "ignored" as const, reason, detail, skipped }, 200);
}

async function store(
  c: Context,
  input: Received,
  decision: Decision & { status: "notify" },
  deps: ReceiveDeps,
  finish: Finish,
) {
  const webhookId = webhookIdOf(input.header, input.rawBody);
  const notifications = composeNotifications(input.event, decision.recipients, input.header("x-gitlab-instance"));
  const { skipped } = decision;
  const known = { event: input.kind, webhookId, skipped, ...firstOf(notifications) };
  try {
    const acceptance = await deps.outbox.accept({ webhookId, notifications }, deps.clock());
    if (acceptance.status === "accepted") deps.onAccepted();
    finish({ ...known, ...recordOf(acceptance) });
    return await answerAcceptance(c, webhookId, acceptance, skipped, deps.outbox);
  } catch (error) {
    if (!(error instanceof OutboxUnavailable)) throw error;
    finish({ ...known, outcome: "rejected", status: 503, detail: error.message });
    return answerUnavailable(c, "The webhook could not be stored now and was not accepted. Send it again.");
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
