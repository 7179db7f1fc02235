import type { DatabaseSync } from "node:sqlite";
import type { Notification } from "../notification.ts";
import { toNotification, type NotificationRow } from "./notification-row.ts";

/** What one step of a search found; `next` is where the next one begins, null if nothing is left. */
export interface Step {
  rows: NotificationRow[];
  next: number | null;
}

/** The id at which a step ended; null if it was the last one. */
export type ReadStepEnd = (parameters: Record<string, string | number>) => number | null;

/** @param sql selects `last`, the id at which a step ends, and `entries`, how many of `size` it read */
export function prepareStepEnd(db: DatabaseSync, sql: string, size: number): ReadStepEnd {
  const statement = db.prepare(sql);
  // A step's end needs fewer parameters than its page.
  statement.setAllowUnknownNamedParameters(true);
  return (parameters) => {
    const { last, entries } = statement.get(parameters) as { last: number | null; entries: number };
    return entries < size ? null : last;
  };
}

/** A search of any length in as many steps as it takes, so that commits get their turns in between. */
export async function readBySteps(
  step: (from: number, limit: number) => Promise<Step>,
  from: number,
  limit: number,
): Promise<Notification[]> {
  const found: Notification[] = [];
  let next: number | null = from;
  while (next !== null && found.length < limit) {
    const { rows, next: end }: Step = await step(next, limit - found.length);
    found.push(...rows.map(toNotification));
    next = end;
  }
  return found;
}
