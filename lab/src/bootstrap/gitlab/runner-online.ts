import { readSecret } from "../../kubernetes/secret.ts";
import { NotYet, type Step } from "../../step.ts";
import { type Patience, until } from "../../until.ts";
import { answered } from "./client.ts";
import type { GitLabContext } from "./context.ts";

/**
 * Whether a runner has recently asked GitLab for jobs: its Pod runs, its token is valid, and the network lets it
 * through.
 */
export function runnerOnline({ cluster, client }: GitLabContext, name: string, patience: Patience): Step {
  const check = async () => {
    const { id } = (await readSecret(cluster, "gitlab-runner", name)) ?? {};
    if (id === undefined) throw new NotYet(`${name} is not created yet`);
    const result = await client.get().GET("/api/v4/runners/{id}", { params: { path: { id: Number(id) } } });
    const { status = "unknown", paused } = answered(`to show ${name}`, result);
    if (paused === true) throw new Error(`${name} is paused: resume it in the project's Settings > CI/CD > Runners`);
    const advice = `kubectl -n gitlab-runner logs deployment/${name}`;
    return status === "online" ? undefined : `is ${status}; if this persists, see ${advice}`;
  };
  return {
    name: `GitLab: ${name} is online`,
    check,
    async change() {
      await until(name, patience, async (still) => {
        const missing = await check();
        return missing === undefined || still(missing);
      });
    },
  };
}
