import type { Page, Route } from "playwright-core";

/** What a prepared service knows: answers of the API as its contract has them, newest first. */
export interface PreparedJournal {
  status: object;
  webhooks: { id: string; receivedAt: string; outcome: string }[];
  notifications: { id: string; webhookId: string; receivedAt: string; state: string; reason: string | null }[];
}

const SHA = "da1560886d4f094c3e6c9ef40349f7d38b5d27d7";

/** A status in which all is well; `changes` say what is not. */
export function preparedStatus(changes: object = {}) {
  return {
    version: "1.0.0",
    uptimeSeconds: 86_400,
    store: "sqlite",
    relay: { leader: true, holder: "here/1/1", paused: null, detail: null },
    lanesOnHold: [],
    pending: 0,
    oldestPendingAt: null,
    buried: {},
    recipientsMistakes: [],
    ...changes,
  };
}

export function preparedWebhook(id: string, changes: object = {}) {
  return {
    id,
    receivedAt: "2026-11-28T21:14:05.000Z",
    event: "push",
    project: "platform/api",
    ref: "main",
    sha: SHA,
    actor: "j.doe",
    outcome: "accepted",
    reason: null,
    detail: null,
    rule: 1,
    skipped: [],
    notifications: [],
    resends: 0,
    lastResentAt: null,
    ...changes,
  };
}

export function preparedNotification(id: string, webhookId: string, changes: object = {}) {
  return {
    id,
    webhookId,
    recipient: "jane",
    state: "delivered",
    reason: null,
    attempts: 1,
    failedAttempts: [],
    digest: null,
    digestOf: null,
    project: "platform/api",
    ref: "main",
    sha: SHA,
    receivedAt: "2026-11-28T21:14:05.000Z",
    settledAt: "2026-11-28T21:14:05.250Z",
    ...changes,
  };
}

/**
 * Answers the page's requests from prepared data, filtered by id, state and reason and cut into pages of 50 as the service
 * does; the assets still come from the service. Returns the requests that it answered.
 */
export async function answerFrom(
  page: Page,
  journal: PreparedJournal,
): Promise<{ url: string; body: string | null }[]> {
  const asked: { url: string; body: string | null }[] = [];
  await page.route(/\/(?:status|webhooks|notifications)(?:[/?]|$)/, (route) => {
    const request = route.request();
    asked.push({ url: request.url(), body: request.postData() });
    return answer(route, new URL(request.url()), journal);
  });
  return asked;
}

function answer(route: Route, url: URL, { status, webhooks, notifications }: PreparedJournal) {
  const [, list, id] = url.pathname.split("/");
  if (list === "status") return route.fulfill({ json: status });
  if (route.request().method() === "POST") return route.fulfill({ json: { retried: notifications.length } });
  const withMessages = (one: { id: string } | undefined) =>
    one && { ...one, messages: notifications.filter(({ webhookId }) => webhookId === one.id) };
  if (list === "webhooks" && id) {
    const found = withMessages(webhooks.find((one) => one.id === decodeURIComponent(id)));
    return found
      ? route.fulfill({ json: found })
      : route.fulfill({ status: 404, json: { detail: `No webhook ${id}.` } });
  }
  const items = list === "webhooks" ? webhooks : notifications;
  const fitting = items.filter((item) => fits(item, url.searchParams));
  const from = Number(url.searchParams.get("cursor") ?? 0);
  const to = from + Number(url.searchParams.get("limit"));
  return route.fulfill({
    json: {
      items: fitting.slice(from, to).map((one) => (list === "webhooks" ? withMessages(one) : one)),
      nextCursor: to < fitting.length ? String(to) : null,
    },
  });
}

function fits(item: object, asked: URLSearchParams): boolean {
  const exact = ["webhookId", "state", "reason", "outcome", "ref"].filter((name) => asked.has(name));
  const { receivedAt } = item as { receivedAt: string };
  const [since, until] = [asked.get("since"), asked.get("until")];
  if ((since && receivedAt < since) || (until && receivedAt > until)) return false;
  return exact.every((name) => (item as Record<string, unknown>)[name] === asked.get(name));
}
