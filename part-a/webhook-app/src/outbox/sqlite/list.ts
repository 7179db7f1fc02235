import type { DatabaseSync } from "node:sqlite";
import type { ListQuery } from "../notification.ts";
import { listSql, STEP } from "./list-sql.ts";
import { prepareRows, type ReadRows } from "./notification-row.ts";
import { prepareStepEnd, type ReadStepEnd, type Step } from "./steps.ts";

interface Statements {
  page: ReadRows;
  end: ReadStepEnd;
}

/** Looks for the newest notifications before the given id. */
export function createListStep(db: DatabaseSync) {
  const known = new Map<string, Statements>();

  function statementsFor(query: ListQuery): Statements {
    const { page, end } = listSql(query);
    const statements = known.get(page) ?? { page: prepareRows(db, page), end: prepareStepEnd(db, end, STEP) };
    known.set(page, statements);
    return statements;
  }

  return (query: ListQuery, before: number): Step => {
    const { page, end } = statementsFor(query);
    const given = Object.entries({ ...query, before }).filter(([, value]) => value !== undefined);
    const parameters = Object.fromEntries(given) as Record<string, string | number>;
    const rows = page(parameters);
    return { rows, next: rows.length === query.limit ? null : end(parameters) };
  };
}
