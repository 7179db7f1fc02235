import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { BRANCH_PLACE, BRANCHES, HOOK_HEADERS, SHA_PLACE, USER_PLACE } from "./placeholders.ts";

const run = promisify(execFile);
const SCRIPT = fileURLToPath(new URL("push.lua", import.meta.url));

export interface LoadResult {
  requests: number;
  seconds: number;
  perSecond: number;
  /** Milliseconds. */
  p50: number;
  p99: number;
}

/**
 * Posts pushes as fast as they are answered, over `connections` connections.
 *
 * @throws Error if wrk is missing or a request failed
 */
export async function load(url: string, bodyFile: string, seconds: number, connections = 64): Promise<LoadResult> {
  const headers = Object.entries(HOOK_HEADERS).map(([name, value]) => `${name}: ${value}\r\n`);
  const env = {
    PATH: process.env["PATH"] ?? "",
    BENCH_BODY: bodyFile,
    BENCH_SHA: SHA_PLACE,
    BENCH_USER: USER_PLACE,
    BENCH_BRANCH: BRANCH_PLACE,
    BENCH_BRANCHES: String(BRANCHES),
    BENCH_HEADERS: headers.join(""),
    BENCH_PATH: new URL(url).pathname,
    BENCH_RUN: randomBytes(6).toString("hex"),
  };
  const args = ["-t2", `-c${connections}`, `-d${seconds}s`, "--timeout", "10s", "-s", SCRIPT, new URL(url).origin];
  const { stdout } = await run("wrk", args, { env });
  const result = JSON.parse(/^RESULT (.+)$/m.exec(stdout)?.[1] ?? "null") as (LoadResult & { failed: number }) | null;
  if (!result || result.failed > 0) throw new Error(`wrk against ${url} failed:\n${stdout}`);
  return { ...result, perSecond: result.requests / result.seconds };
}

/** @throws Error that says how to get wrk */
export async function assertWrkIsThere(): Promise<void> {
  // wrk exits with 1 after printing its version.
  await run("wrk", ["-v"]).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") throw new Error("wrk, the load generator, is missing: apt-get install wrk");
  });
}
