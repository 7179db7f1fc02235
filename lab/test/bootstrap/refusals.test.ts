import { expect, test } from "vitest";
import { bringUp, commit, git, startLab } from "./support/start-lab.ts";

test("a GitLab that drops the signing token is detected, with what to do", async () => {
  const started = await startLab();
  started.gitlab.state.signs = false;
  await expect(bringUp(started)).rejects.toThrow(
    /^GitLab: webhook to the service: .*without its signing token.*Feature\.enable\(:webhook_signing_token\)/s,
  );
});

test("a lost Secret whose password a volume still has is not generated again", async () => {
  const started = await startLab();
  await bringUp(started);
  const metadata = { namespace: "mongodb", name: "data-mongodb-0" };
  started.kubernetes.put({ apiVersion: "v1", kind: "PersistentVolumeClaim", metadata });
  started.kubernetes.forget("Secret/mongodb/mongodb");
  await expect(bringUp(started)).rejects.toThrow(/Restore Secret mongodb\/mongodb, or .* delete pvc data-mongodb-0$/);
  expect(started.kubernetes.secret("mongodb", "mongodb")).toBeUndefined();
});

test("a wrong administrator's password is reported, with possible causes", async () => {
  const started = await startLab();
  await bringUp(started);
  started.kubernetes.forget("Secret/rocket-chat/rocket-chat-admin");
  started.kubernetes.forget("Secret/webhook-app/webhook-app-secrets");
  started.kubernetes.forget("Secret/rocket-chat/rocket-chat-bot");
  await expect(bringUp(started)).rejects.toThrow(/refused the login of lab-admin \(HTTP 401\).*password was changed/s);
});

test("a failed pipeline ends it with the failed job's last lines", async () => {
  const started = await startLab();
  const { state } = started.gitlab;
  state.pipelinesEndAs = "failed";
  state.jobs = [
    { id: 1, name: "verify", stage: "verify", status: "success", log: "fine" },
    { id: 2, name: "build", stage: "build", status: "failed", log: "one line\nERROR: no space left on device\n" },
  ];
  await expect(bringUp(started)).rejects.toThrow(
    /pipeline of main: .*job build failed \(script_failure\).*ERROR: no space left on device$/s,
  );
  // Even then no token with write access to GitLab is left.
  const names = [...started.gitlab.state.tokens.values()].map(({ name }) => name);
  expect(names.sort()).toEqual(["lab", "reconciler"]);
  // Once the cause is fixed, the next run starts another one.
  state.pipelinesEndAs = "success";
  const outcomes = await bringUp(started);
  expect(outcomes.get("GitLab: pipeline of main")).toBe("changed");
  expect(started.gitlab.faults).toEqual([]);
});

test("a push to a diverged branch is rejected, and nothing is forced", async () => {
  const started = await startLab();
  await bringUp(started);
  const { repository, gitlab } = started;
  commit(repository, "somebody else's");
  git(repository, "push", "--quiet", gitlab.repository, "HEAD:refs/heads/main");
  git(repository, "reset", "--quiet", "--hard", "HEAD~");
  const ours = commit(repository, "ours");
  const theirs = await gitlab.headOf("refs/heads/main");
  await expect(bringUp(started)).rejects.toThrow(
    new RegExp(`main \\(${theirs.slice(0, 12)}\\) and HEAD \\(${ours.slice(0, 12)}\\) have diverged.*rebase`),
  );
  expect(await gitlab.headOf("refs/heads/main")).toBe(theirs);
});

test("a workload that does not become ready ends it with its Pod's reason", async () => {
  const started = await startLab();
  await bringUp(started);
  const { kubernetes } = started;
  const gitlab = kubernetes.get("StatefulSet/gitlab/gitlab")!;
  kubernetes.put({ ...gitlab, status: { observedGeneration: 99, updatedReplicas: 1, readyReplicas: 0 } });
  const labels = { "app.kubernetes.io/name": "gitlab" };
  const waiting = { reason: "ImagePullBackOff", message: 'Back-off pulling image "gitlab/gitlab-ce"' };
  const status = { containerStatuses: [{ name: "gitlab", state: { waiting } }] };
  kubernetes.put({
    apiVersion: "v1",
    kind: "Pod",
    metadata: { namespace: "gitlab", name: "gitlab-0", labels },
    status,
  });
  await expect(bringUp(started)).rejects.toThrow(/0 of 1 ready: gitlab-0 ImagePullBackOff: Back-off pulling image/);
});
