import { errorText } from "./error-text.ts";
import { NotYet, type Step, type Take } from "./step.ts";

export interface Row {
  thing: string;
  works: boolean;
  /** What is wrong, and what to do about it. */
  todo: string;
}

/** Creates a list of rows, and the function that checks a step and adds one. It changes nothing and never rejects. */
export function createStatus(): { rows: Row[]; take: Take } {
  const rows: Row[] = [];
  const take = async ({ name, check }: Step) => {
    try {
      const todo = await check();
      rows.push({ thing: name, works: todo === undefined, todo: todo === undefined ? "" : `${todo} → lab/up` });
    } catch (error) {
      const message = errorText(error);
      rows.push({ thing: name, works: false, todo: error instanceof NotYet ? `${message} → lab/up` : message });
    }
  };
  return { rows, take };
}

/** Aligns the rows; the terminal wraps a long last column. */
export function formatTable(rows: Row[]): string {
  const header = { thing: "thing", state: "state", todo: "what to do" };
  const cells = rows.map(({ thing, works, todo }) => ({ thing, state: works ? "works" : "failed", todo }));
  const width = Math.max(...[header, ...cells].map(({ thing }) => thing.length));
  return [header, ...cells]
    .map(({ thing, state, todo }) => `${thing.padEnd(width)}  ${state.padEnd(8)}  ${todo}`.trimEnd())
    .join("\n");
}
