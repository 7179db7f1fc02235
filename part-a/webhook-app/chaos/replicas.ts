import { until } from "../testing/until.ts";
import type { Replica } from "./replica.ts";

/** A replica that exited this often by itself is not going to listen. */
const HOPELESS = 5;

/** A busy machine may take its time. */
const ALWAYS = { withinMs: Infinity, everyMs: 10 };

/**
 * Resolves when one of them listens.
 *
 * @throws Error with the output of one that keeps exiting
 */
export async function anyUp(replicas: readonly Replica[]): Promise<void> {
  await until("a replica listens", () => replicas.some(isUp) || throwIfHopeless(replicas), ALWAYS);
}

/** Resolves when all of them listen; throws like `anyUp`. */
export async function allUp(replicas: readonly Replica[]): Promise<void> {
  await until("all replicas listen", () => replicas.every(isUp) || throwIfHopeless(replicas), ALWAYS);
}

/** The current leader. */
export async function holderOf(replicas: readonly Replica[]): Promise<Replica | undefined> {
  const leads = await Promise.all(replicas.map((replica) => replica.leads()));
  return replicas.find((_, index) => leads[index]);
}

/** Their current URLs. */
export function urlsOf(replicas: readonly Replica[]): string[] {
  return replicas.flatMap((replica) => replica.url() ?? []);
}

function isUp(replica: Replica): boolean {
  return replica.url() !== undefined && !replica.frozen();
}

function throwIfHopeless(replicas: readonly Replica[]): undefined {
  const hopeless = replicas.find(({ crashes }) => crashes.length >= HOPELESS);
  if (hopeless) throw new Error(`The service does not start. It ${hopeless.crashes.at(-1)}`);
}
