import { errorText } from "./error-text.ts";

/** One thing that must be so, and how it becomes so. */
export interface Step {
  /** System and thing, as in "GitLab: webhook". */
  name: string;
  /** Looks and changes nothing. Resolves to what is to be changed in a few words; undefined: all is as it should be. */
  check: () => Promise<string | undefined>;
  /** Makes it so; called only after `check` found something, which is called once more afterwards. */
  change: () => Promise<void>;
}

export type Outcome = "unchanged" | "changed" | "would change";

/** Told of each step's end. */
export type Report = (name: string, outcome: Outcome, what?: string) => void;

/** Takes one step; see createStepper. */
export type Take = (step: Step) => Promise<void>;

/** A value that only an earlier change can give: nobody can look further before it. */
export class NotYet extends Error {
  override name = "NotYet";
}

/** A value that one step finds out and later ones need. */
export interface Slot<T> {
  /** @throws NotYet before it was set */
  get(): T;
  set(value: T): void;
}

/** Makes an empty slot; `what` names its value in errors. */
export function createSlot<T>(what: string): Slot<T> {
  let held: { value: T } | undefined;
  return {
    get() {
      if (held === undefined) throw new NotYet(`${what} is not available yet`);
      return held.value;
    },
    set(value) {
      held = { value };
    },
  };
}

/**
 * Makes the function that takes steps, one after the other. Whatever `check` found is changed, then checked again:
 * what an API accepted and did not do (GitLab ignores a signing token that it does not know) fails here.
 *
 * @param options dryRun: nothing is changed, and a step that cannot look before an earlier one would change too
 */
export function createStepper({ dryRun, report }: { dryRun: boolean; report: Report }): Take {
  return async (step) => {
    try {
      const todo = dryRun ? await lookAhead(step) : await step.check();
      if (todo === undefined) return report(step.name, "unchanged");
      if (dryRun) return report(step.name, "would change", todo);
      await step.change();
      const left = await step.check();
      if (left !== undefined) throw new Error(`the change was applied, but verification still fails: ${left}`);
      report(step.name, "changed", todo);
    } catch (error) {
      throw new Error(`${step.name}: ${errorText(error)}`, { cause: error });
    }
  };
}

async function lookAhead(step: Step): Promise<string | undefined> {
  try {
    return await step.check();
  } catch (error) {
    if (error instanceof NotYet) return error.message;
    throw error;
  }
}
