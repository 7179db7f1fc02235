import { readFileSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, onTestFinished, test } from "vitest";
import { gitlabPush } from "../../testing/gitlab-push.ts";
import { serviceFiles } from "../support/service-files.ts";
import { GITLAB_HEADERS, startService, WITHOUT_ROCKET_CHAT, type Service } from "../support/start-service.ts";

/** The Pod has 512 MiB. */
const MOST_MEMORY_KB = 400_000;

const LARGE = 24_000_000;

/** A push whose bulk is where `put` puts it. */
function largePush(put: (push: Record<string, unknown>, bulk: string) => void): string {
  const push = JSON.parse(gitlabPush(1).body) as Record<string, unknown>;
  put(push, "x".repeat(LARGE));
  return JSON.stringify(push);
}

const BULKS: Record<string, string> = {
  "a field that nobody reads": largePush((push, bulk) => (push["anything"] = bulk)),
  "a commit's message": largePush((push, bulk) => {
    const [commit] = push["commits"] as { message: string }[];
    if (commit) commit.message = `A title\n${bulk}`;
  }),
};

async function start() {
  const { RECIPIENTS_FILE: _, ...files } = serviceFiles("");
  const service = await startService({ env: { ...WITHOUT_ROCKET_CHAT, ...files } });
  return { service, file: files["DATABASE_URL"]?.slice("sqlite:".length) ?? "" };
}

/** Keeps the service from committing. */
function holdStore(file: string): void {
  const other = new DatabaseSync(file);
  other.exec("BEGIN IMMEDIATE");
  onTestFinished(() => other.close());
}

async function post(service: Service, body: string, path = "/webhooks/gitlab"): Promise<number> {
  const response = await fetch(service.baseUrl + path, { method: "POST", headers: GITLAB_HEADERS, body });
  await response.arrayBuffer();
  return response.status;
}

function peakMemoryKb({ pid }: Service): number {
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]);
}

// A gigabyte through two cores that others use too.
describe("40 bodies of 24 MB at once while the store hangs", { timeout: 180_000 }, () => {
  test.each(Object.entries(BULKS))("with their bulk in %s fit into a Pod, and small ones pass", async (_name, body) => {
    const { service, file } = await start();
    holdStore(file);
    const large = Promise.all(Array.from({ length: 40 }, () => post(service, body)));
    const small = Array.from({ length: 20 }, () => post(service, gitlabPush(2).body, "/webhooks/gitlab/explain"));
    expect(new Set(await Promise.all(small))).toEqual(new Set([200]));
    expect(new Set(await large)).toEqual(new Set([503]));
    expect(peakMemoryKb(service)).toBeLessThan(MOST_MEMORY_KB);
  });
});
