import { setTimeout as delay } from "node:timers/promises";
import { createWebhookAppClient } from "../client/webhook-app-client.ts";
import type { Replica } from "./replica.ts";
import { ADMIN_TOKEN } from "./world.ts";

const headers = { authorization: `Bearer ${ADMIN_TOKEN}` };

/** Waits until the outbox has nothing pending; false if that takes longer than `patienceMs`. */
export async function drain(replicas: readonly Replica[], patienceMs: number): Promise<boolean> {
  const deadline = Date.now() + patienceMs;
  while (Date.now() < deadline) {
    const pending = await list(replicas, "pending");
    if (pending?.length === 0) return true;
    await delay(100);
  }
  return false;
}

/** The newest notifications in a state (at most 200); undefined if no replica answers. */
export async function list(replicas: readonly Replica[], state: "pending" | "buried") {
  const baseUrl = replicas.find((replica) => !replica.frozen() && replica.url() !== undefined)?.url();
  if (baseUrl === undefined) return undefined;
  const client = createWebhookAppClient({ baseUrl });
  const query = { state, limit: 200 };
  const signal = AbortSignal.timeout(3_000);
  const answer = await client.GET("/notifications", { headers, params: { query }, signal }).catch(() => undefined);
  return answer?.data?.items;
}
