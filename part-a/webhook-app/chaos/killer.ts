import { setTimeout as delay } from "node:timers/promises";
import type { KillablePostgres } from "./killable-postgres.ts";
import type { Random } from "./random.ts";
import type { Replica } from "./replica.ts";
import { anyUp, holderOf } from "./replicas.ts";
import type { Store } from "./store.ts";

type Victim = "process" | "replica" | "relay holder" | "PostgreSQL process" | "PostgreSQL" | "power cut" | "freeze";

export type Toll = Partial<Record<Victim, number>>;

export interface KillerDeps {
  store: Store;
  replicas: readonly Replica[];
  random: Random;
  /** Grows with every push acknowledged and every message posted. */
  progress: () => number;
  /** After each kill. */
  onKill?: (() => void) | undefined;
}

/** Longer than the lease of 10 s, so that another replica leads when the frozen one wakes up. */
const FREEZE_MS = 12_000;

/**
 * The maximum of pushes and messages between two kills; the wait is limited, because there may be no leader for 10 s.
 */
const MOST_PROGRESS = 40;
const PATIENCE_MS = 3_000;

/** Kills this often, at random moments, and freezes the leader this often in between. */
export async function killAtRandom(deps: KillerDeps, kills: number, freezes: number): Promise<Toll> {
  const { store } = deps;
  const toll: Toll = {};
  let thawed: Promise<void> | undefined;
  for (let done = 0, frozen = 0; done < kills;) {
    if (frozen < freezes && done >= (kills * (frozen + 0.5)) / freezes) {
      await thawed;
      const holder = await holderOf(deps.replicas);
      if (holder) {
        thawed = freeze(holder);
        toll.freeze = ++frozen;
      }
    }
    const victim = await (store.postgres ? killOneOfMany(store.postgres, deps) : killProcess(deps));
    if (victim === undefined) {
      await delay(50);
      continue;
    }
    done += 1;
    toll[victim] = (toll[victim] ?? 0) + 1;
    deps.onKill?.();
    await waitForNext(deps);
  }
  await thawed;
  return toll;
}

/**
 * Kills PostgreSQL this often, about a second after the service came back, and then the service: an accept is retried
 * for 8 s, so what it answered too early is lost only with the process that keeps retrying.
 */
export async function killDatabaseFirst({ store, replicas, random }: KillerDeps, kills: number): Promise<Toll> {
  for (let done = 0; done < kills;) {
    await anyUp(replicas);
    await delay(1_000 + random.next() * 500);
    if (!store.postgres?.killServer()) continue;
    await delay(200);
    await Promise.all(replicas.map((replica) => replica.kill()));
    done += 1;
  }
  return { PostgreSQL: kills, replica: kills * replicas.length };
}

async function killProcess({ replicas }: KillerDeps): Promise<Victim> {
  await replicas[0]?.kill();
  return "process";
}

/** @returns undefined if the chosen victim did not exist */
async function killOneOfMany(
  postgres: KillablePostgres,
  { replicas, random }: KillerDeps,
): Promise<Victim | undefined> {
  const roll = random.next();
  const frozen = replicas.some((replica) => replica.frozen());
  // While one is frozen, the other must stay alive to take over.
  if (frozen) await delay(1_000);
  if (roll > 0.94) return postgres.killServer() ? "PostgreSQL" : undefined;
  if (roll > 0.8 || frozen) {
    return postgres.killChild((pids) => random.pick(pids)) ? "PostgreSQL process" : undefined;
  }
  const holder = await holderOf(replicas);
  const victim = holder && roll < 0.1 ? holder : random.pick(replicas.filter((replica) => replica !== holder));
  await victim.kill();
  return victim === holder ? "relay holder" : "replica";
}

/**
 * One kill in four comes so soon that the process is still starting. Before the others some work gets done, so that a
 * slow machine does not kill processes that have done nothing yet.
 */
async function waitForNext({ replicas, random, progress }: KillerDeps): Promise<void> {
  if (random.next() < 0.25) return delay(random.next() * 500);
  await anyUp(replicas);
  const enough = progress() + Math.ceil(random.next() * MOST_PROGRESS);
  const deadline = Date.now() + PATIENCE_MS;
  while (progress() < enough && Date.now() < deadline) await delay(5);
}

/** Resolves when it continues. */
function freeze(replica: Replica): Promise<void> {
  replica.freeze();
  return delay(FREEZE_MS).then(replica.thaw);
}
