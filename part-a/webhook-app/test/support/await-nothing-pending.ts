import { expect } from "vitest";
import { ADMIN_HEADERS, type Service } from "./start-service.ts";

/** Resolves when the outbox holds nothing pending any more. */
export async function awaitNothingPending(service: Pick<Service, "client">, timeout = 15_000): Promise<void> {
  await expect.poll(() => countPending(service), { timeout: timeout }).toBe(0);
}

/** How many notifications (of the newest 200) are pending. */
async function countPending(service: Pick<Service, "client">): Promise<number> {
  const query = { state: "pending" as const, limit: 200 };
  const { data } = await service.client.GET("/notifications", { headers: ADMIN_HEADERS, params: { query } });
  return data?.items.length ?? Number.NaN;
}
