import { setTimeout as delay } from "node:timers/promises";
import type { Replica } from "./replica.ts";

/** A replica that ended so often unasked is not going to listen. */
const HOPELESS = 5;

/**
 * Resolves when one of them listens.
 *
 * @throws Error with what one said that ends again and again
 */
export async function anyUp(replicas: readonly Replica[]): Promise<void> {
  while (!replicas.some(isUp)) {
    throwIfHopeless(replicas);
    await delay(10);
  }
}

/** Resolves when all of them listen; throws as `anyUp` does. */
export async function allUp(replicas: readonly Replica[]): Promise<void> {
  while (!replicas.every(isUp)) {
    throwIfHopeless(replicas);
    await delay(10);
  }
}

/** The one whose relay leads at the moment. */
export async function holderOf(replicas: readonly Replica[]): Promise<Replica | undefined> {
  const leads = await Promise.all(replicas.map((replica) => replica.leads()));
  return replicas.find((_, index) => leads[index]);
}

/** Where they may be reached at the moment. */
export function urlsOf(replicas: readonly Replica[]): string[] {
  return replicas.flatMap((replica) => replica.url() ?? []);
}

function isUp(replica: Replica): boolean {
  return replica.url() !== undefined && !replica.frozen();
}

function throwIfHopeless(replicas: readonly Replica[]): void {
  const hopeless = replicas.find(({ crashes }) => crashes.length >= HOPELESS);
  if (hopeless) throw new Error(`The service does not start. It ${hopeless.crashes.at(-1)}`);
}
