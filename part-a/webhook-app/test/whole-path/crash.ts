import { expect } from "vitest";
import type { FaultKind } from "../../sandbox/faults.ts";
import type { SandboxHooks } from "../../sandbox/options.ts";
import { awaitNothingPending } from "../support/await-nothing-pending.ts";
import { gitlabPushes } from "../../testing/gitlab-push.ts";
import { serviceFiles } from "../support/service-files.ts";
import { startRocketChat } from "../support/start-rocket-chat.ts";
import { startService, type Service } from "../support/start-service.ts";
import { isDigest, judge, type Verdict } from "../../testing/judge.ts";
import { until } from "../../testing/until.ts";
import { postPush, postUntilDeath } from "./post-pushes.ts";
import type { Hold } from "./preload/hold-at.ts";
import type { Rewrite } from "../../testing/rewrite-source.ts";

/** Where the process is when it is killed. */
export type Step =
  | { at: "commit"; hold: Hold }
  | { at: "answer"; nth: number }
  | { at: "rocket chat"; hook: keyof SandboxHooks; operation?: string; nth: number }
  /** The first digest is stored and not answered. */
  | { at: "digest" };

const RECIPIENTS = ["alice", "bob"];
const RECIPIENTS_FILE = `rules: [{ notify: ["@alice", "@bob"] }]\n`;
const PUSHES = gitlabPushes(6);

/** So that what is pushed while Rocket.Chat is down for a moment comes late, and in a digest. */
const LATE_MS = 1_000;
const SOON_LATE = { LATE_AFTER_SECONDS: "1", DIGEST_AFTER: "2" };

/** After a crash: how often each person was notified, after a restart and after the sender retried. */
export interface Aftermath {
  acknowledged: number;
  unanswered: number;
  /** After the restart alone. */
  restarted: Verdict;
  /** After the sender repeated what had no answer. */
  repeated: Verdict;
}

export interface Circumstances {
  /** Safeties taken out of the source. */
  rewrites?: readonly Rewrite[];
  /** How Rocket.Chat fails until the service is started again. */
  fault?: FaultKind;
  /** Rocket.Chat is down until all pushes are accepted and late; then they go in digests. */
  late?: boolean;
}

/**
 * Posts pushes, each for two people, kills the service with SIGKILL at the step, starts it again on the same file, and
 * then posts again what had no answer.
 */
export async function crashAt(step: Step, { rewrites = [], fault, late }: Circumstances = {}): Promise<Aftermath> {
  const { reached, reach, hooks } = watch(step);
  const rocketChat = await startRocketChat(RECIPIENTS, { hooks });
  const env = { ...rocketChat.env, ...serviceFiles(RECIPIENTS_FILE), ...(late && SOON_LATE) };
  if (late) rocketChat.faults.replace([{ kind: "down" }]);
  if (fault) rocketChat.faults.replace([{ kind: fault }]);
  const acknowledged: string[] = [];

  const service = await start(env, step, rewrites);
  const posting = postUntilDeath(service, PUSHES, acknowledged, (count) => {
    if (step.at === "answer" && count === step.nth) reach();
  });
  if (late) {
    await posting;
    const acceptedAt = Date.now();
    await until("all are late, by the service's own clock", () => Date.now() > acceptedAt + LATE_MS);
    rocketChat.faults.replace([]);
  }
  if (step.at === "commit") await expect.poll(() => service.output.stderr).toContain("held ");
  else await reached;
  if (step.at === "rocket chat") await posting;
  // Whatever the main thread was about to answer is answered when this is.
  await fetch(`${service.baseUrl}/livez`);
  service.kill("SIGKILL");
  expect(await service.ended).toMatchObject({ signal: "SIGKILL" });
  const unanswered = await posting;

  rocketChat.faults.replace([]);
  const again = await startService({ env });
  await awaitNothingPending(again);
  const restarted = judge(rocketChat.ledger, RECIPIENTS, acknowledged);
  for (const push of unanswered) expect((await postPush(again, push)).response.ok).toBe(true);
  await awaitNothingPending(again);
  const all = PUSHES.map(({ sha }) => sha);
  return {
    acknowledged: acknowledged.length,
    unanswered: unanswered.length,
    restarted,
    repeated: judge(rocketChat.ledger, RECIPIENTS, all),
  };
}

/** Hooks that stop the request at the step forever. */
function watch(step: Step) {
  const { promise: reached, resolve: reach } = Promise.withResolvers<void>();
  let seen = 0;
  const stopDigest = ({ msg }: { msg: string }) => {
    if (!isDigest(msg) || (seen += 1) !== 1) return;
    reach();
    return new Promise(() => {});
  };
  const stop = (operation: string) => {
    if (step.at !== "rocket chat" || (step.operation ?? operation) !== operation || (seen += 1) !== step.nth) return;
    reach();
    return new Promise(() => {});
  };
  const hook = step.at === "rocket chat" ? step.hook : undefined;
  const hooks: SandboxHooks = {
    ...(hook === "onRequest" && { onRequest: ({ operation }) => stop(operation) }),
    ...(hook === "onStored" && { onStored: () => stop("chat.sendMessage") }),
    ...(step.at === "digest" && { onStored: stopDigest }),
  };
  return { reached, reach, hooks };
}

async function start(env: Record<string, string>, step: Step, rewrites: readonly Rewrite[]): Promise<Service> {
  const service = await startService({
    env: { ...env, ...(step.at === "commit" && { HOLD_AT: JSON.stringify(step.hold) }) },
    nodeArgs: step.at === "commit" ? ["--import", new URL("preload/hold-at.ts", import.meta.url).href] : [],
    rewrites,
  });
  for (const { file } of rewrites) expect(service.output.stderr).toContain(`rewrote ${file}\n`);
  return service;
}
