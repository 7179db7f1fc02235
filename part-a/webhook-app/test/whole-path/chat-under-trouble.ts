import { expect } from "vitest";
import type { SandboxOptions } from "../../sandbox/options.ts";
import type { PauseReason } from "../../src/reasons.ts";
import { awaitNothingPending } from "../support/await-nothing-pending.ts";
import { gitlabPushes, type Push } from "../../testing/gitlab-push.ts";
import { serviceFiles } from "../support/service-files.ts";
import { startRocketChat } from "../support/start-rocket-chat.ts";
import { ADMIN_HEADERS, startService } from "../support/start-service.ts";
import { judge, type Verdict } from "../../testing/judge.ts";
import { postPush } from "./post-pushes.ts";

/** Pushes to a person's own branch notify that person, those to `mapped` the pusher, all others alice and bob. */
const RECIPIENTS = `rules:
${["eve", "frank", "ghost", "gone"].map((name) => `  - { refs: ["${name}"], notify: ["@${name}"] }`).join("\n")}
  - { refs: [mapped], notify: [pusher] }
  - { notify: ["@alice", "@bob"] }
people: { j.doe: nobody }
`;

export type TroubledChat = Awaited<ReturnType<typeof startTroubledChat>>;

/** The real service and a Rocket.Chat that can be made to fail; `ghost` has no account there. */
export async function startTroubledChat(options: SandboxOptions = {}) {
  const rocketChat = await startRocketChat(["alice", "bob", "eve", "frank", "gone"], options);
  const env = { ...rocketChat.env, ...serviceFiles(RECIPIENTS) };
  let service = await startService({ env });
  let posted = 0;
  const acknowledged = new Map<string, string[]>();

  /** Posts so many pushes to a branch; each must be acknowledged, whatever Rocket.Chat does. */
  async function push(count: number, branch = "main"): Promise<Push[]> {
    const pushes = gitlabPushes(count, posted + 1, branch);
    posted += count;
    for (const one of pushes) {
      expect((await postPush(service, one)).response.status).toBe(202);
      acknowledged.set(branch, [...(acknowledged.get(branch) ?? []), one.sha]);
    }
    return pushes;
  }

  /** How a branch's pushes were delivered. */
  function verdict(branch = "main"): Verdict {
    const told = branch === "main" ? ["alice", "bob"] : [branch];
    return judge(rocketChat.ledger, told, acknowledged.get(branch) ?? []);
  }

  async function notifications(recipient: string) {
    const query = { recipient };
    const { data } = await service.client.GET("/notifications", { headers: ADMIN_HEADERS, params: { query } });
    return data?.items ?? [];
  }

  /** Has the person's newest notification, a buried one, sent again. */
  async function retry(recipient: string): Promise<void> {
    const [newest] = await notifications(recipient);
    const params = { path: { id: newest?.id ?? "" } };
    const { response } = await service.client.POST("/notifications/{id}/retry", { headers: ADMIN_HEADERS, params });
    expect(response.status).toBe(202);
  }

  /**
   * Stops the service in good order and starts it again, on the same outbox, with some variables changed; `between` may
   * change its files meanwhile, which the environment names.
   */
  async function restart(
    changes: Record<string, string> = {},
    between: (files: Record<string, string>) => void = () => {},
  ): Promise<void> {
    service.kill("SIGTERM");
    await service.ended;
    between(env);
    service = await startService({ env: { ...env, ...changes } });
  }

  /** The value of a series, by its name and labels as /metrics writes them. */
  async function metric(series: string): Promise<number> {
    const lines = (await service.metrics()).split("\n");
    return Number(lines.find((line) => line.startsWith(`${series} `))?.slice(series.length + 1));
  }

  const pausedBy = async (reason: PauseReason) => (await metric(`relay_paused{reason="${reason}"}`)) === 1;
  const settled = () => awaitNothingPending(service);
  const logLines = () => service.logLines();
  return { rocketChat, logLines, push, verdict, notifications, retry, restart, metric, pausedBy, settled };
}
