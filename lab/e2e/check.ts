import { test } from "vitest";
import { evidence } from "./evidence.ts";

/** A successful check. */
export interface Result {
  name: string;
  seconds: number;
  detail: string;
}

/** Begins the names of what the checks of this file create, so that no two runs meet. */
export const RUN = `e2e${Date.now().toString(36)}`;

/** The successful checks of this file so far. */
export const results: Result[] = [];

/** A test that prints what it saw; after a failure, what the cluster says. */
export function check(name: string, run: () => Promise<string>): void {
  // oxlint-disable-next-line vitest/valid-title, vitest/expect-expect -- its caller has the title and the assertions
  test(name, async ({ annotate, onTestFailed }) => {
    onTestFailed(async () => console.log(await evidence()));
    const began = performance.now();
    const detail = await run();
    results.push({ name, seconds: (performance.now() - began) / 1000, detail });
    await annotate(detail, "seen");
  });
}
