import { expect, test } from "vitest";
import { bringUp, startLab, type StartedLab } from "./support/start-lab.ts";

const writesOf = ({ gitlab, kubernetes, chat }: StartedLab) => [...gitlab.writes, ...kubernetes.writes, ...chat.writes];

test("on an empty cluster a dry run lists everything and changes nothing", async () => {
  const started = await startLab();
  const outcomes = await bringUp(started, true);
  expect(new Set(outcomes.values())).toEqual(new Set(["would change"]));
  expect([...outcomes.keys()]).toEqual(expect.arrayContaining(["Kubernetes: namespaces", "Rocket.Chat", "GitLab"]));
  expect(writesOf(started)).toEqual([]);
  expect(started.kubernetes.keys()).toEqual([]);
});

test("a dry run lists only what somebody changed by hand", async () => {
  const started = await startLab();
  await bringUp(started);
  const { gitlab, kubernetes } = started;
  gitlab.state.settings["push_event_hooks_limit"] = 3;
  gitlab.state.hooks[0]!["tag_push_events"] = false;
  kubernetes.forget("PodDisruptionBudget/gitlab/gitlab");
  const before = writesOf(started).length;

  const outcomes = await bringUp(started, true);
  const wrong = [...outcomes].filter(([, outcome]) => outcome !== "unchanged");
  expect(wrong).toEqual([
    ["Kubernetes: gitlab", "would change"],
    ["GitLab: settings", "would change"],
    ["GitLab: webhook to the service", "would change"],
  ]);
  expect(writesOf(started)).toHaveLength(before);
});

test("steps that depend on an earlier change are listed too", async () => {
  const started = await startLab();
  await bringUp(started);
  delete started.gitlab.state.project;
  const outcomes = await bringUp(started, true);
  expect(outcomes.get("GitLab: project root/webhook-app")).toBe("would change");
  expect(outcomes.get("GitLab: webhook to the service")).toBe("would change");
  expect(outcomes.get("GitLab: this repository's HEAD is pushed")).toBe("would change");
});
