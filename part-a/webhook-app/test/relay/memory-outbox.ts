import { LEASE_MS, type Outbox } from "../../src/outbox/outbox.ts";
import { OutboxUnavailable } from "../../src/outbox/unavailable.ts";
import type { Digest, Notification, PendingQuery, Settlement } from "../../src/outbox/notification.ts";
import type { IncomingWebhook } from "../../src/outbox/webhook.ts";
import type { RelayCondition } from "../../src/relay-condition.ts";

/** An outbox in memory with the relay's half of the interface, and switches for what goes wrong. */
export interface MemoryOutbox extends Outbox {
  rows: Map<number, Notification>;
  /** Every settlement that was written, in order. */
  written: Settlement[];
  /** Those that delivered or buried. */
  concluded(): Settlement[];
  /** The notification, or the carrier of the digest, that is sent under this id. */
  byMessageId(messageId: string): Notification;
  batchSizes: number[];
  settleCalls: number;
  reads: PendingQuery[];
  lease: { holder: string; expiresAt: number; condition?: RelayCondition } | undefined;
  /** Names of operations that throw `OutboxUnavailable`. */
  failing: Set<keyof Outbox>;
  /** Names of operations that never answer. */
  hanging: Set<keyof Outbox>;
  /** Holds settle calls back while it is set. */
  settleGate: Promise<void> | undefined;
  pruned: number;
  /** As if this row's transaction had not committed yet, or now had. */
  hide(id: number): void;
  show(id: number): void;
  /** Adds pending rows; returns their ids. */
  put(recipient: string, count?: number, fields?: Partial<Notification>): number[];
}

const PUSH = { text: "pushed", project: "platform/api", ref: "main", sha: "a".repeat(40), webhookId: "w" } as const;
const NO_ROW = {
  ...PUSH,
  actor: "j.doe",
  commits: 1,
  kind: "push",
  person: "j.doe",
  failedAttempts: [],
  digest: null,
  digestOf: null,
};

function newRow(id: number, recipient: string, now: number, fields: Partial<Notification> = {}): Notification {
  const times = { receivedAt: now, pendingSince: now, settledAt: null };
  return {
    ...NO_ROW,
    ...times,
    id,
    messageId: `m${id}`,
    recipient,
    state: "pending",
    attempts: 0,
    reason: null,
    ...fields,
  };
}

const notTheRelays = () => Promise.reject(new Error("not the relay's"));

export function createMemoryOutbox(clock: () => number): MemoryOutbox {
  /** Pending ones alone, so that reading stays cheap when thousands are settled. */
  const open = new Map<number, Notification>();
  const hidden = new Set<number>();
  const idOf = new Map<string, number>();
  let lastId = 0;

  async function enter(operation: keyof Outbox): Promise<void> {
    if (outbox.hanging.has(operation)) await new Promise(() => {});
    if (outbox.failing.has(operation)) throw new OutboxUnavailable(`${operation} fails`);
  }

  function insert(recipient: string, fields?: Partial<Notification>): number {
    const row = newRow(++lastId, recipient, clock(), fields);
    outbox.rows.set(row.id, row);
    open.set(row.id, row);
    idOf.set(row.messageId, row.id);
    return row.id;
  }

  function settleRow(row: Notification, fields: Partial<Notification>): void {
    Object.assign(row, fields);
    open.delete(row.id);
  }

  function write(settlement: Settlement, now: number): void {
    const row = outbox.rows.get(settlement.id);
    if (row === undefined) return;
    Object.assign(row, settlement);
    outbox.written.push(settlement);
    const { id, state, reason } = settlement;
    if (state === "pending") return;
    settleRow(row, { settledAt: now });
    if (row.digest === null) return;
    const members = [...open.values()].filter(({ digestOf }) => digestOf === id);
    for (const member of members) settleRow(member, { state, reason, settledAt: now });
  }

  function isStored(row: Notification, { ids: [carrier], messageId, text }: Digest): boolean {
    if (row.id !== carrier) return row.digestOf === carrier;
    return row.digest?.messageId === messageId && row.digest.text === text;
  }

  function join(digest: Digest): boolean {
    const { ids, messageId, text } = digest;
    const [carrier = 0] = ids;
    const rows = ids.flatMap((id) => open.get(id) ?? []);
    if (rows.length === 0 || rows.length < ids.length) return false;
    if (rows.every((row) => isStored(row, digest))) return true;
    if (rows.some((row) => row.digest !== null || row.digestOf !== null)) return false;
    idOf.set(messageId, carrier);
    for (const row of rows)
      Object.assign(row, row.id === carrier ? { digest: { messageId, text } } : { digestOf: carrier });
    return true;
  }

  const outbox: MemoryOutbox = {
    rows: new Map(),
    written: [],
    concluded: () => outbox.written.filter(({ state }) => state !== "pending"),
    byMessageId(messageId) {
      const row = outbox.rows.get(idOf.get(messageId) ?? 0);
      if (row === undefined) throw new Error(`no notification has the message id ${messageId}`);
      return { ...row };
    },
    batchSizes: [],
    settleCalls: 0,
    reads: [],
    lease: undefined,
    failing: new Set(),
    hanging: new Set(),
    settleGate: undefined,
    pruned: 0,
    hide: (id) => void hidden.add(id),
    show: (id) => void hidden.delete(id),
    put: (recipient, count = 1, fields) => Array.from({ length: count }, () => insert(recipient, fields)),

    foresee: notTheRelays,
    record() {
      throw new Error("not the relay's");
    },
    journal: notTheRelays,
    journalEntry: notTheRelays,
    async accept(webhook: IncomingWebhook) {
      await enter("accept");
      const notifications = webhook.notifications.map((given) => {
        const { meaningKey: _, ...fields } = given;
        return { id: insert(given.recipient, { ...fields, webhookId: webhook.webhookId }), recipient: given.recipient };
      });
      return { status: "accepted", notifications };
    },
    async acquireLease(holder, now, condition) {
      await enter("acquireLease");
      if (outbox.lease !== undefined && outbox.lease.holder !== holder && outbox.lease.expiresAt > now) return false;
      outbox.lease = { holder, expiresAt: now + LEASE_MS, ...(condition && { condition }) };
      return true;
    },
    async leaseHolder(now) {
      if (outbox.lease === undefined || outbox.lease.expiresAt <= now) return null;
      const { holder, condition = null } = outbox.lease;
      return { holder, condition };
    },
    async releaseLease(holder) {
      await enter("releaseLease");
      if (outbox.lease?.holder === holder) outbox.lease = undefined;
    },
    async pending(query) {
      await enter("pending");
      outbox.reads.push(query);
      const held = new Set(query.held);
      const blocked = new Set(query.blocked);
      const found: Notification[] = [];
      for (const row of open.values()) {
        if (found.length === query.limit) break;
        if (row.digestOf === null && !hidden.has(row.id) && !held.has(row.id) && !blocked.has(row.recipient))
          found.push({ ...row });
      }
      return found;
    },
    async settle(holder, settlements, now) {
      outbox.settleCalls += 1;
      await enter("settle");
      await outbox.settleGate;
      if (outbox.lease?.holder !== holder) return false;
      outbox.batchSizes.push(settlements.length);
      for (const settlement of settlements) write(settlement, now);
      return true;
    },
    async storeDigest(holder, digest) {
      await enter("storeDigest");
      return outbox.lease?.holder === holder && join(digest);
    },
    async dissolveDigest(holder, carrierId) {
      await enter("dissolveDigest");
      if (outbox.lease?.holder !== holder) return false;
      for (const row of open.values()) {
        if (row.id === carrierId) row.digest = null;
        if (row.digestOf === carrierId) row.digestOf = null;
      }
      return true;
    },
    async list() {
      return [...outbox.rows.values()];
    },
    async get(id) {
      return outbox.rows.get(id);
    },
    async retry() {
      return false;
    },
    async retryAll() {
      return 0;
    },
    async buriedByReason() {
      return {};
    },
    async stats() {
      return { pending: open.size, buried: 0, oldestPendingAt: null };
    },
    async prune() {
      await enter("prune");
      outbox.pruned += 1;
      return outbox.pruned % 3;
    },
    async close() {},
  };
  return outbox;
}
