import type { RouteHandler } from "@hono/zod-openapi";
import { getWebhook, listWebhooks } from "../contract/journal.ts";
import { problem } from "../contract/problem.ts";
import { comparableName } from "../notifications/comparable.ts";
import type { JournalEntry, JournalQuery } from "../outbox/journal.ts";
import type { JournalFilter } from "../outbox/journal-search.ts";
import type { Outbox } from "../outbox/outbox.ts";
import { answerProblem } from "./answer-problem.ts";
import { given, periodOf, readPage } from "./paging.ts";
import { parseParameters } from "./parse-parameters.ts";
import { time } from "./present-notification.ts";

/** The operators' routes for the journal. */
export function createJournalHandlers({ outbox }: { outbox: Outbox }) {
  const list: RouteHandler<typeof listWebhooks> = async (c) => {
    const query = parseParameters(listWebhooks.request.query, c.req.query());
    if (!query.ok) return answerProblem(c, query.problem);
    const read = (limit: number) => outbox.journal(toJournalQuery(query.value, limit));
    return c.json(await readPage(query.value, read, present, cursorOf), 200);
  };

  const get: RouteHandler<typeof getWebhook> = async (c) => {
    const params = parseParameters(getWebhook.request.params, c.req.param());
    if (!params.ok) return answerProblem(c, params.problem);
    const found = await outbox.journalEntry(params.value.id);
    return found ? c.json(present(found), 200) : answerProblem(c, unknown(params.value.id));
  };

  return { list, get };
}

type QueryParameters = ReturnType<(typeof listWebhooks.request.query)["parse"]>;

function toJournalQuery(asked: QueryParameters, limit: number): JournalQuery {
  const { project, ref, outcome, reason } = asked;
  const shaPrefix = asked.sha?.toLowerCase();
  const person = asked.person === undefined ? undefined : comparableName(asked.person);
  const before = asked.cursor === undefined ? undefined : positionAt(asked.cursor);
  const filters = { project, ref, shaPrefix, person, outcome, reason } satisfies Record<JournalFilter, unknown>;
  return { limit, ...given({ ...filters, before }), ...periodOf(asked) };
}

function cursorOf({ receivedAt, number }: JournalEntry): string {
  return `${receivedAt}-${number}`;
}

function positionAt(cursor: string): { receivedAt: number; number: number } {
  const [receivedAt = 0, number = 0] = cursor.split("-").map(Number);
  return { receivedAt, number };
}

function present(entry: JournalEntry) {
  const { event, project, ref, sha, actor, outcome, reason, detail, rule, skipped, messages, resends } = entry;
  return {
    id: entry.webhookId,
    receivedAt: time(entry.receivedAt),
    event,
    project,
    ref,
    sha,
    actor,
    outcome,
    reason,
    detail,
    rule,
    skipped: [...skipped],
    notifications: messages.map(({ id }) => String(id)),
    messages: messages.map((message) => ({ ...message, id: String(message.id) })),
    resends,
    lastResentAt: entry.lastResentAt === null ? null : time(entry.lastResentAt),
  };
}

function unknown(id: string) {
  return problem(404, `There is no webhook ${id} in the journal, or it was deleted after its retention.`);
}
