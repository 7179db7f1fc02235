/**
 * The whole of `lab/up` twice, `lab/status` and `lab/down` against a real Kubernetes, the current kube context, for
 * clusters that have no GitLab image and little memory: real objects with stand-ins in the Pods (stand-in-pods.ts), the
 * sandbox as Rocket.Chat and the service itself in the cluster, behind real forwarded ports. GitLab's API is the stand-in
 * of the tests, in this process; its container is real, and so is running a program in it. IMAGE_LOADER as for e2e.
 */
import assert from "node:assert/strict";
import { KubeConfig } from "@kubernetes/client-node";
import { buildImages } from "../../../e2e/images.ts";
import { runCanary } from "../../../src/bootstrap/canary.ts";
import { createLab } from "../../../src/create-lab.ts";
import type { Cluster } from "../../../src/kubernetes/cluster.ts";
import { connect } from "../../../src/kubernetes/connect.ts";
import { POD_NETWORK } from "../../../src/kubernetes/pod-network.ts";
import { render } from "../../../src/kubernetes/render.ts";
import { type Lab, takeAllSteps } from "../../../src/lab.ts";
import { remove } from "../../../src/remove.ts";
import { createStatus, formatTable } from "../../../src/status-table.ts";
import { createStepper, type Outcome } from "../../../src/step.ts";
import { startGitLabApi } from "../support/gitlab-api.ts";
import { runRuby } from "../support/gitlab-state.ts";
import { withStandInPods } from "./stand-in-pods.ts";

const began = performance.now();
const say = (line: string) => process.stdout.write(`${((performance.now() - began) / 1000).toFixed(0)} s  ${line}\n`);

const loader = process.env["IMAGE_LOADER"];
if (loader) await buildImages(loader);
const gitlab = await startGitLabApi();
const config = new KubeConfig();
config.loadFromDefault();
const real = connect(config);
let writes = 0;
const cluster: Cluster = {
  ...real,
  apply(object, options = {}) {
    if (options.dryRun !== true) writes += 1;
    return real.apply(object, options);
  },
  merge: (object) => real.merge(object).finally(() => (writes += 1)),
  async exec(container, command, line) {
    await real.exec(container, command, line);
    const token = await real.exec(container, ["gitlab-rails", "show"], "");
    assert.equal(token, line, "the program in the container got the line");
    runRuby(gitlab.state, command[2] ?? "", token);
    return "";
  },
  async reach(service) {
    if (service.namespace !== "gitlab") return real.reach(service);
    return { url: gitlab.url, close: () => Promise.resolve() };
  },
};
const patience = { say, seconds: 300, everyMs: 1000 };
const lab: Lab = {
  ...createLab(cluster, say),
  // Whoever made this cluster.
  readPlatform: () => Promise.resolve({ podNetworks: [POD_NETWORK] }),
  render: async (folder) => withStandInPods(await render(folder)),
  isBuilt: () => true,
  patience: { start: patience, pipeline: patience },
};

async function up(title: string, dryRun = false): Promise<Record<Outcome, number>> {
  const counts = { unchanged: 0, changed: 0, "would change": 0 };
  const report = (name: string, outcome: Outcome, what = "") => {
    counts[outcome] += 1;
    say(`  ${outcome}: ${name} ${what}`);
  };
  await takeAllSteps(createStepper({ dryRun, report }), lab);
  say(`${title}: ${JSON.stringify(counts)}`);
  return counts;
}

async function second(title: string): Promise<void> {
  [writes, gitlab.writes.length] = [0, 0];
  const counts = await up(title);
  assert.equal(counts.changed, 0);
  assert.deepEqual({ kubernetes: writes, gitlab: gitlab.writes }, { kubernetes: 0, gitlab: [] });
}

await up("dry run on an empty cluster", true);
assert.equal(writes, 0);
await up("first up");
await second("second up");
await runCanary(cluster, process.env);
const { rows, take } = createStatus();
await takeAllSteps(take, lab);
say(`status:\n${formatTable(rows)}`);
assert.deepEqual(
  rows.filter(({ works }) => !works),
  [],
);
await remove({ ...lab, patience, keepData: true });
await up("up after down --keep-data");
await runCanary(cluster, process.env);
await remove({ ...lab, patience, keepData: false });
assert.deepEqual(gitlab.faults, []);
await gitlab.close();
say("all as it should be");
