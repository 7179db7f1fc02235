import { expect, test } from "vitest";
import { bringUp, startLab } from "./support/start-lab.ts";

test("the first run creates everything, the second changes nothing and sends no writing request", async () => {
  const started = await startLab({ whole: true });
  const first = await bringUp(started);
  expect(started.gitlab.faults).toEqual([]);
  expect([...new Set(first.values())].sort()).toEqual(["changed", "unchanged"]);

  const { gitlab, kubernetes, chat } = started;
  for (const { writes } of [gitlab, kubernetes, chat]) {
    expect(writes).not.toEqual([]);
    writes.length = 0;
  }
  // What may change things was revoked; nobody can make an account.
  const rights = () => [...gitlab.state.tokens.values()].map(({ name, scopes }) => `${name}: ${scopes.join(" ")}`);
  expect(rights()).toEqual(["lab: read_api read_repository", "reconciler: api"]);
  expect(gitlab.state.settings["signup_enabled"]).toBe(false);

  const second = await bringUp(started);
  expect([...second].filter(([, outcome]) => outcome !== "unchanged")).toEqual([]);
  expect([...second.keys()]).toEqual([...first.keys()]);
  expect(rights()).toEqual(["lab: read_api read_repository", "reconciler: api"]);
  expect({ gitlab: gitlab.writes, kubernetes: kubernetes.writes, chat: chat.writes }).toEqual({
    gitlab: [],
    kubernetes: [],
    chat: [],
  });
});
