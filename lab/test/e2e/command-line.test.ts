import { spawnSync } from "node:child_process";
import { stripVTControlCharacters } from "node:util";
import { describe, expect, test } from "vitest";
import { kubectlStandIn } from "./support/kubectl-stand-in.ts";

const MAIN = new URL("../../e2e/main.ts", import.meta.url).pathname;

type Answers = Parameters<typeof kubectlStandIn>[0];

const FIT: Answers = {
  "get --raw /readyz": "ok",
  "auth can-i": "yes",
  "get namespaces": { items: [{ metadata: { name: "default" } }] },
  "get storageclasses": "true ",
};

/** Runs e2e with a stand-in for kubectl; commands that would change a cluster fail. */
function e2e(args: string[], answers: Answers = FIT, env: Record<string, string> = {}) {
  const { folder, calls } = kubectlStandIn(answers);
  const run = spawnSync(process.execPath, [MAIN, ...args], {
    env: { PATH: `${folder}:/usr/bin:/bin`, ...env },
    encoding: "utf8",
  });
  return { code: run.status, stdout: stripVTControlCharacters(run.stdout), stderr: run.stderr, calls: calls() };
}

/** Commands that only read. */
const LOOKS = /^(get|auth|-n \S+ get) /;

test("--help lists what a cluster must have, and runs no command", () => {
  const { code, stdout, calls } = e2e(["--help"], {});
  expect(code).toBe(0);
  for (const need of ["StorageClass", "IMAGE_LOADER", "IMAGE_PUSHER", "MONITORING_SETUP", "install-charts"]) {
    expect(stdout).toContain(need);
  }
  expect(calls).toEqual([]);
});

describe("what is missing is reported in one sentence, before anything is changed:", () => {
  const refused = { stderr: "The connection to the server localhost:8080 was refused\n", code: 1 };
  const theirs = { items: [{ metadata: { name: "rocket-chat" } }, { metadata: { name: "webhook-app" } }] };
  const half = { items: [{ metadata: { name: "gitlab", labels: { "made-by": "e2e" } } }] };

  test.each<[string, string[], Answers, Record<string, string>, string]>([
    [
      "a part that there is not",
      ["scalling"],
      FIT,
      {},
      "there is no part scalling; there are service, scaling, pipeline",
    ],
    ["a cluster", [], { "get --raw /readyz": refused }, {}, "no cluster answers in the current kube context"],
    ["rights", [], { ...FIT, "auth can-i": { code: 1, stdout: "no" } }, {}, "user is no administrator"],
    ["a cluster of our own", [], { ...FIT, "get namespaces": theirs }, {}, "would remove: rocket-chat, webhook-app;"],
    ["a StorageClass", [], { ...FIT, "get storageclasses": "<no value> " }, {}, "no default StorageClass"],
    ["the loader", [], FIT, { IMAGE_LOADER: "no-such-program" }, "no-such-program is no program that can be run"],
    ["the pusher", ["pipeline"], FIT, { IMAGE_PUSHER: "/no/such" }, "/no/such is no program that can be run"],
    ["an operator", ["scaling"], FIT, {}, "set MONITORING_SETUP to a program that installs it"],
  ])("%s", (_, args, answers, env, says) => {
    const { code, stdout, stderr, calls } = e2e(args, answers, env);
    expect(stderr).toContain(says);
    expect(stderr.trim().split("\n")).toHaveLength(1);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(calls.filter((call) => !LOOKS.test(call))).toEqual([]);
  });

  test("leftovers of an earlier run are no obstacle, nor is a missing pusher that this part does not need", () => {
    const { stdout, calls } = e2e(["service"], { ...FIT, "get namespaces": half }, { IMAGE_PUSHER: "/no/such" });
    expect(stdout).toMatch(/× .*every image that is needed is there/);
    expect(calls.find((call) => !LOOKS.test(call))).toMatch(/^apply -f .*namespace\.yaml/);
  });
});

/** What the set-up asks for; the first check of the service then finds nothing. */
const SET_UP: Answers = {
  ...FIT,
  apply: "",
  label: "",
  kustomize: "  image: a:1\n",
  "rollout status": "",
  "get -n webhook-app deployment/webhook-app": "2",
  "-n webhook-app delete pod images": "",
  "-n webhook-app get serviceaccount/default": "serviceaccount/default",
  "-n webhook-app get pod images": [{ image: "a:1", state: { terminated: { exitCode: 128 } } }],
  "-n webhook-app get secrets": "secret/webhook-app-secrets",
  "-n webhook-app rollout status": "",
  "-n rocket-chat rollout status": "",
  "-n monitoring get prometheus": "prometheus",
};

test("prints what each check saw, and stops at the first that fails, without the removal", () => {
  const { code, stdout, calls } = e2e(["service", "scaling"], SET_UP);
  expect(stdout).toMatch(/✓ .*every image that is needed is there.*\d+.*\s+❯ seen\s+↳ a:1\n/);
  expect(stdout).toMatch(/✓ .*manifests are accepted and become ready[^]*× .*a signed push from a Pod is one message/);
  expect(stdout).toContain("skipped: service.test.ts > the backup works\n");
  expect(stdout.trimEnd().split("\n").at(-1)).toBe("2 passed, 1 failed, 7 skipped");
  expect(code).toBe(1);
  expect(calls.filter((call) => call.startsWith("delete "))).toEqual([]);
});

test("a check that fails names what keeps a Pod from running, with events and logs", () => {
  const waiting = { reason: "ImagePullBackOff", message: "postgres:17 not found" };
  const containerStatuses = [{ name: "postgresql", state: { waiting } }];
  const pod = { metadata: { namespace: "webhook-app", name: "postgresql-0" }, status: { containerStatuses } };
  const logs = { "-n webhook-app logs postgresql-0": "the database's log" };
  const { code, stdout } = e2e(["service"], { ...FIT, ...logs, "get pods -A -o json": { items: [pod] } });
  expect(code).toBe(1);
  expect(stdout).toContain("webhook-app/postgresql-0, container postgresql: ImagePullBackOff: postgres:17 not found");
  expect(stdout).toContain("$ kubectl -n webhook-app logs postgresql-0 --tail=20\nthe database's log");
});
