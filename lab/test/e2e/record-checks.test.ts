import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import type { TestModule } from "vitest/node";
import { recordChecks } from "../../e2e/record/record-checks.ts";

const folder = mkdtempSync(join(tmpdir(), "run-"));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

type Seen = [name: string, ms: number, detail: string];

/** A file of successful checks; it may have others. */
function file(name: string, groupOrder: number, state: string, ...seen: Seen[]) {
  const passed = seen.map(([name, duration, message]) => {
    return { name, diagnostic: () => ({ duration }), annotations: () => [{ message }] };
  });
  const allTests = (wanted?: string) => (wanted === "passed" ? passed : [...passed, { name: "another check" }]);
  const getProvidedContext = () => ({ parts: ["scaling", "pipeline"], folder });
  const project = { name, config: { sequence: { groupOrder } }, getProvidedContext };
  return { project, state: () => state, children: { allTests } } as unknown as TestModule;
}

/** Runs the files; returns checks.md. */
async function recordOf(...files: TestModule[]): Promise<string | undefined> {
  await recordChecks().onTestRunEnd?.(files, [], "passed");
  const written = join(folder, "checks.md");
  return existsSync(written) ? readFileSync(written, "utf8") : undefined;
}

const IMAGES: Seen = ["images are there", 12_400, "a:1"];
const IDLE: Seen = ["idle brings the replicas back", 300_000, "2 replicas"];

test("the successful checks of all files are recorded, in the order in which they ran", async () => {
  const scaling = file("scaling", 3, "passed", IDLE);
  const text = await recordOf(file("pipeline", 4, "failed"), scaling, file("set-up", 1, "passed", IMAGES));
  expect(text).toMatch(/^# Run of .* UTC: scaling, pipeline\n/);
  expect(text).toMatch(
    /\| images are there \| 12 \| a:1 \|\n\| idle brings the replicas back \| 300 \| 2 replicas \|\n$/,
  );
  expect(text).not.toContain("another check");
});

test("nothing is recorded where the scaling has failed, and its report is missing", async () => {
  expect(await recordOf(file("set-up", 1, "passed", IMAGES), file("scaling", 3, "failed", IDLE))).toBeUndefined();
});
