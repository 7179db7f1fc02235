import type { RouteHandler } from "@hono/zod-openapi";
import type { HttpBindings } from "@hono/node-server";
import type { receiveWebhook } from "../contract/webhooks.ts";
import { decide } from "../notifications/decide.ts";
import type { Decision, Skipped } from "../notifications/decision.ts";
import { storable } from "../notifications/storable.ts";
import { summarize, summarizePlace } from "../notifications/summarize.ts";
import type { Policy } from "../notifications/policy.ts";
import { OutboxUnavailable } from "../outbox/unavailable.ts";
import type { Acceptance, IncomingWebhook } from "../outbox/webhook.ts";
import type { Outbox } from "../outbox/outbox.ts";
import type { UnacceptedWebhook, WebhookSummary } from "../outbox/journal.ts";
import type { WebhookRecord } from "../webhook-record.ts";
import { answerAcceptance } from "./answer-acceptance.ts";
import { answerProblem, answerUnavailable } from "./answer-problem.ts";
import { incomingWebhook } from "./incoming-webhook.ts";
import { createOutcomeWatch } from "./outcome-watch.ts";
import { readWebhook, type Refusal, type WebhookInputDeps } from "./webhook-input.ts";

type HttpEnv = { Bindings: HttpBindings };

export interface ReceiveDeps extends WebhookInputDeps {
  /** The current recipients file's policy. */
  policy: () => Policy;
  outbox: Outbox;
  clock: () => number;
  /** Called once for each POST, when its outcome is decided. */
  onWebhook: (record: WebhookRecord) => void;
  /** Called when new notifications are stored. */
  onAccepted: () => void;
}

/** For a journal entry: a sentence or two. */
const MAX_DETAIL = 500;

type Handler = RouteHandler<typeof receiveWebhook, HttpEnv>;
type Context = Parameters<Handler>[0];
type Finish = (record: Omit<WebhookRecord, "seconds">) => void;

/** What is stored: all that is kept of a body while waiting for the store. */
interface ToStore extends IncomingWebhook {
  kind: string;
  skipped: Skipped[];
}

interface Ignored {
  status: "ignored";
  webhookId: string;
  kind: string;
  decision: Decision & { status: "ignored" };
  summary: WebhookSummary;
}

type Understood = { status: "refused"; refusal: Refusal } | Ignored | { status: "notify"; toStore: ToStore };

/** `POST /webhooks/gitlab`: read, decide, store, answer. */
export function createReceiveWebhook(deps: ReceiveDeps): Handler {
  const awaitOutcome = createOutcomeWatch(deps.outbox);
  return async (c) => {
    const since = performance.now();
    const finish: Finish = (record) => deps.onWebhook({ ...record, seconds: (performance.now() - since) / 1000 });
    const understood = await understand(c, deps);
    if (understood.status === "refused") return refuse(c, understood.refusal, deps, finish);
    if (understood.status === "ignored") return ignore(c, understood, deps, finish);
    const { toStore } = understood;
    const acceptance = await store(toStore, deps, finish);
    if (!acceptance) {
      return answerUnavailable(c, "The webhook could not be stored and was not accepted. Send it again.");
    }
    const { webhookId, skipped } = toStore;
    return answerAcceptance(c, { webhookId, skipped, acceptance, since, awaitOutcome });
  };
}

async function understand(c: Context, deps: ReceiveDeps): Promise<Understood> {
  const input = await readWebhook(c.env.incoming, deps);
  if (!input.ok) return { status: "refused", refusal: input };
  const { webhookId, kind, event, place } = input;
  const decision = decide(event, deps.policy());
  if (decision.status === "ignored") {
    return { status: "ignored", webhookId, kind, decision, summary: summarize(kind, event, decision, place) };
  }
  return { status: "notify", toStore: { ...incomingWebhook(input, decision), kind, skipped: decision.skipped } };
}

/** Rejected credentials are counted and logged, but not kept in the journal: anybody can send them. */
function refuse(c: Context, { problem, from }: Refusal, deps: ReceiveDeps, finish: Finish) {
  const { status, detail } = problem;
  const summary = from && summarizePlace(from.kind, from.place);
  const rejected = { outcome: "rejected" as const, ...(status !== 401 && { reason: REASONS[status] }), detail };
  finish({
    event: "invalid",
    status,
    ...rejected,
    ...(from && { webhookId: from.webhookId }),
    ...(summary && placeOf(summary)),
  });
  if (from && summary && status !== 401) {
    writeJournal(deps, { ...summary, webhookId: from.webhookId, outcome: "rejected", reason: REASONS[status], detail });
  }
  return answerProblem(c, problem);
}

const REASONS = { 400: "bad_request", 413: "too_large", 415: "unsupported_media_type", 503: "unavailable" } as const;

function ignore(c: Context, { webhookId, kind, decision, summary }: Ignored, deps: ReceiveDeps, finish: Finish) {
  const { reason, detail, skipped } = decision;
  const ignored = { outcome: "ignored" as const, reason, detail };
  finish({ event: kind, webhookId, status: 200, ...ignored, skipped, ...placeOf(summary) });
  writeJournal(deps, { ...summary, webhookId, ...ignored });
  return c.json({ status: "ignored" as const, reason, detail, skipped }, 200);
}

function writeJournal(
  { outbox, clock }: ReceiveDeps,
  { detail, ...webhook }: Omit<UnacceptedWebhook, "receivedAt">,
): void {
  outbox.record({ ...webhook, detail: storable(detail, MAX_DETAIL), receivedAt: clock() });
}

function placeOf({ project, ref, sha }: WebhookSummary): Pick<WebhookRecord, "project" | "ref" | "sha"> {
  return { project, ref, sha };
}

/** Undefined if the store could not commit. Afterwards the webhook is counted, which is final. */
async function store(toStore: ToStore, deps: ReceiveDeps, finish: Finish): Promise<Acceptance | undefined> {
  const { webhookId, notifications, report, kind, skipped, summary } = toStore;
  const known = { event: kind, webhookId, skipped, ...placeOf(summary) };
  try {
    const acceptance = await deps.outbox.accept({ webhookId, notifications, report, summary }, deps.clock());
    if (acceptance.status === "accepted") deps.onAccepted();
    finish({ ...known, ...recordOf(acceptance) });
    return acceptance;
  } catch (error) {
    if (!(error instanceof OutboxUnavailable)) throw error;
    finish({ ...known, outcome: "rejected", status: 503, reason: "unavailable", detail: error.message });
    writeJournal(deps, { ...summary, webhookId, outcome: "rejected", reason: "unavailable", detail: error.message });
    return undefined;
  }
}

function recordOf(acceptance: Acceptance) {
  return acceptance.status === "duplicate"
    ? { outcome: "duplicate" as const, status: 200, reason: "duplicate" as const }
    : { outcome: "accepted" as const, status: 202, notificationIds: acceptance.notifications.map(({ id }) => id) };
}
