import { expect, test } from "vitest";
import { troubledPods } from "../../e2e/troubled-pods.ts";

const metadata = { namespace: "ci-build", name: "job" };
const listOf = (status: object) => JSON.stringify({ items: [{ metadata, status }] });
const container = (state: object, lastState: object = {}) =>
  listOf({ containerStatuses: [{ name: "build", state, lastState }] });

test.each([
  [
    "has no place",
    listOf({ conditions: [{ type: "PodScheduled", status: "False", message: "0/1 nodes: Insufficient cpu" }] }),
    "ci-build/job has no node: 0/1 nodes: Insufficient cpu",
  ],
  [
    "has no image",
    container({ waiting: { reason: "ErrImagePull", message: "not found" } }),
    "ci-build/job, container build: ErrImagePull: not found",
  ],
  [
    "is started again and again",
    container({ waiting: { reason: "CrashLoopBackOff" } }, { terminated: { exitCode: 137, reason: "OOMKilled" } }),
    "ci-build/job, container build: CrashLoopBackOff: ended with 137: OOMKilled",
  ],
  [
    "has failed in its beginning",
    listOf({ initContainerStatuses: [{ name: "init", state: { terminated: { exitCode: 2 } } }] }),
    "ci-build/job, container init: ended with 2",
  ],
])("a Pod that %s is told with the reason", (_, list, told) => {
  expect(troubledPods(list)).toEqual([told]);
});

test.each([
  ["runs", container({ running: {} }, { terminated: { exitCode: 137 } })],
  ["is done", container({ terminated: { exitCode: 0, reason: "Completed" } })],
  ["begins", container({ waiting: { reason: "ContainerCreating" } })],
  ["has not been looked at", listOf({})],
])("a Pod that %s is no trouble", (_, list) => {
  expect(troubledPods(list)).toEqual([]);
});
