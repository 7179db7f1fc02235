import { expect, test } from "vitest";
import { bringUp, startLab, type StartedLab } from "./support/start-lab.ts";

/** Brings the lab up, loses something, brings it up again. */
async function afterLosing(lose: (started: StartedLab) => unknown) {
  const started = await startLab();
  await bringUp(started);
  await lose(started);
  const outcomes = await bringUp(started);
  expect(started.gitlab.faults).toEqual([]);
  const changed = [...outcomes].filter(([, outcome]) => outcome === "changed").map(([name]) => name);
  return { ...started, changed };
}

/** Whether Rocket.Chat accepts a token. */
async function me({ chat }: StartedLab, secret: Record<string, string> | undefined): Promise<number> {
  const { ROCKETCHAT_USER_ID: id = "", ROCKETCHAT_AUTH_TOKEN: token = "" } = secret ?? {};
  const headers = { "x-user-id": id, "x-auth-token": token };
  return (await fetch(`${chat.url}/api/v1/me`, { headers })).status;
}

test("the service's Secret: all three tokens are created again and passed to their users", async () => {
  let lost: Record<string, string> | undefined;
  const started = await afterLosing(({ kubernetes }) => {
    lost = kubernetes.secret("webhook-app", "webhook-app-secrets");
    kubernetes.forget("Secret/webhook-app/webhook-app-secrets");
  });
  expect(started.changed).toEqual([
    "Rocket.Chat: the bot's access token",
    "Kubernetes: the webhook's signing token",
    "GitLab: webhook to the service",
    "GitLab: CI variables",
  ]);
  const made = started.kubernetes.secret("webhook-app", "webhook-app-secrets");
  expect(await me(started, made)).toBe(200);
  expect(await me(started, lost), "the lost token is worth nothing").toBe(401);
  expect(started.gitlab.state.hooks).toEqual([
    expect.objectContaining({ signing_token: made?.["GITLAB_SIGNING_TOKENS"] }),
  ]);
  const values = started.gitlab.state.variables.map(({ key, value }) => [key, value]);
  expect(Object.fromEntries(values)).toMatchObject({
    GITLAB_SIGNING_TOKEN: made?.["GITLAB_SIGNING_TOKENS"],
    ROCKETCHAT_AUTH_TOKEN: made?.["ROCKETCHAT_AUTH_TOKEN"],
  });
  const restarted = started.kubernetes.get("Deployment/webhook-app/webhook-app");
  expect(JSON.stringify(restarted)).toContain("kubectl.kubernetes.io/restartedAt");
});

test("the bot's password: the account gets a new one, its token stays", async () => {
  const started = await afterLosing(({ kubernetes }) => kubernetes.forget("Secret/rocket-chat/rocket-chat-bot"));
  expect(started.changed).toEqual(["Rocket.Chat: account gitlab-bot"]);
  const { username, password } = started.kubernetes.secret("rocket-chat", "rocket-chat-bot") ?? {};
  const body = JSON.stringify({ user: username, password });
  const headers = { "content-type": "application/json" };
  expect((await fetch(`${started.chat.url}/api/v1/login`, { method: "POST", body, headers })).status).toBe(200);
});

test("a role of the bot is given back", async () => {
  const started = await afterLosing(({ chat }) => {
    const person = chat.sandbox!.workspace.people.byUsername("gitlab-bot")!;
    chat.sandbox!.workspace.record({ kind: "person", person: { ...person, roles: ["user"] } });
  });
  expect(started.changed).toEqual(["Rocket.Chat: account gitlab-bot"]);
  expect(started.chat.sandbox!.workspace.people.byUsername("gitlab-bot")?.roles).toEqual(["user", "bot"]);
});

test.each([
  ["its Secret", ({ kubernetes }: StartedLab) => kubernetes.forget("Secret/gitlab-runner/deploy-runner")],
  ["itself", ({ gitlab }: StartedLab) => gitlab.state.runners.splice(1, 1)],
])("a runner of which %s is lost is made again, the useless one removed", async (_what, lose) => {
  const { changed, gitlab, kubernetes } = await afterLosing(lose);
  expect(changed).toEqual(["GitLab: deploy-runner"]);
  expect(gitlab.state.runners.map(({ description }) => description)).toEqual(["build-runner", "deploy-runner"]);
  expect(kubernetes.secret("gitlab-runner", "deploy-runner")?.["token"]).toBe(gitlab.state.runners[1]?.token);
  const restarted = JSON.stringify(kubernetes.get("Deployment/gitlab-runner/deploy-runner"));
  expect(restarted).toContain("kubectl.kubernetes.io/restartedAt");
});

test("the deploy runner takes only tagged jobs of this project's protected refs, even after somebody changed it", async () => {
  const { changed, gitlab } = await afterLosing(({ gitlab: { state } }) => {
    Object.assign(state.runners[1]!, { access_level: "not_protected", locked: false, run_untagged: true });
  });
  expect(changed).toEqual(["GitLab: deploy-runner"]);
  expect(gitlab.state.runners[1]).toMatchObject({
    access_level: "ref_protected",
    locked: true,
    run_untagged: false,
    tag_list: ["deploy"],
  });
});

test("the administrator's and the reconciler's tokens: GitLab no longer knows them", async () => {
  const { changed, gitlab, kubernetes } = await afterLosing(({ gitlab: { state } }) => state.tokens.clear());
  expect(changed).toEqual(["GitLab: the administrator's token", "GitLab: the reconciler's token"]);
  const { GITLAB_TOKEN: token } = kubernetes.secret("webhook-app", "webhook-app-reconciler") ?? {};
  expect([...gitlab.state.tokens.keys()]).toContain(token);
});

test("a token that expires within the month is replaced in time", async () => {
  const { changed } = await afterLosing(({ gitlab: { state } }) => {
    const soon = new Date(Date.now() + 20 * 24 * 3600 * 1000).toISOString().slice(0, 10);
    for (const token of state.tokens.values()) token.lastDay = soon;
  });
  expect(changed).toEqual(["GitLab: the administrator's token", "GitLab: the reconciler's token"]);
});

test("an administrator's token with write access, as from earlier versions, is revoked", async () => {
  const { changed, gitlab } = await afterLosing(({ gitlab: { state } }) => {
    for (const token of state.tokens.values()) if (!token.isOfProject) token.scopes = ["api", "write_repository"];
  });
  expect(changed).toEqual(["GitLab: the administrator's token"]);
  expect(rightsLeft(gitlab.state)).toEqual(["lab: read_api read_repository", "reconciler: api"]);
});

test("a reconciler's token whose Secret is lost is replaced, and the lost one revoked", async () => {
  const { changed, gitlab } = await afterLosing(({ kubernetes }) => {
    kubernetes.forget("Secret/webhook-app/webhook-app-reconciler");
  });
  expect(changed).toEqual(["GitLab: the reconciler's token"]);
  expect(rightsLeft(gitlab.state)).toEqual(["lab: read_api read_repository", "reconciler: api"]);
});

test("a deploy token whose Secret is lost is replaced, and the lost one removed", async () => {
  const { changed, gitlab, kubernetes } = await afterLosing(({ kubernetes }) => {
    kubernetes.forget("Secret/webhook-app/registry-pull");
  });
  expect(changed).toEqual(["GitLab: deploy token for the nodes"]);
  expect(gitlab.state.deployTokens).toHaveLength(1);
  const { ".dockerconfigjson": config } = kubernetes.secret("webhook-app", "registry-pull") ?? {};
  expect(config).toContain(gitlab.state.deployTokens[0]!.username);
});

test("variables for any job, as from earlier versions, are replaced by those of one environment", async () => {
  const { changed, gitlab } = await afterLosing(({ gitlab: { state } }) => {
    for (const variable of state.variables) variable["environment_scope"] = "*";
  });
  expect(changed).toEqual(["GitLab: CI variables"]);
  expect(gitlab.state.variables.map(({ environment_scope }) => environment_scope)).toEqual(
    Array.from({ length: 4 }, () => "production/messages"),
  );
});

/** Tokens that are still valid. */
function rightsLeft({ tokens }: StartedLab["gitlab"]["state"]): string[] {
  return [...tokens.values()].map(({ name, scopes }) => `${name}: ${scopes.join(" ")}`).sort();
}

test("a webhook without its signing token gets it again", async () => {
  const { changed, gitlab, kubernetes } = await afterLosing(({ gitlab: { state } }) => {
    delete state.hooks[0]!.signing_token;
  });
  expect(changed).toEqual(["GitLab: webhook to the service"]);
  const token = kubernetes.secret("webhook-app", "webhook-app-secrets")?.["GITLAB_SIGNING_TOKENS"];
  expect(gitlab.state.hooks[0]?.signing_token).toBe(token);
});

test("the nodes' deploy token: revoked", async () => {
  const { changed, gitlab, kubernetes } = await afterLosing(({ gitlab: { state } }) => {
    state.deployTokens[0]!.revoked = true;
  });
  expect(changed).toEqual(["GitLab: deploy token for the nodes"]);
  const { username, token } = gitlab.state.deployTokens[1]!;
  const { ".dockerconfigjson": config = "" } = kubernetes.secret("webhook-app", "registry-pull") ?? {};
  expect(JSON.parse(config)).toEqual({
    auths: {
      "gitlab.gitlab.svc.cluster.local:5050": {
        username,
        password: token,
        auth: Buffer.from(`${username}:${token}`).toString("base64"),
      },
    },
  });
});

test("a CI variable that lost its protection, and one that is gone", async () => {
  const { changed, gitlab } = await afterLosing(({ gitlab: { state } }) => {
    state.variables.find(({ key }) => key === "GITLAB_SIGNING_TOKEN")!["masked"] = false;
    state.variables = state.variables.filter(({ key }) => key !== "ROCKETCHAT_URL");
  });
  expect(changed).toEqual(["GitLab: CI variables"]);
  const secret = gitlab.state.variables.filter(({ masked }) => masked === true).map(({ key }) => key);
  expect(secret).toEqual(["GITLAB_SIGNING_TOKEN", "ROCKETCHAT_AUTH_TOKEN"]);
  expect(gitlab.state.variables).toHaveLength(4);
  expect(new Set(gitlab.state.variables.map(({ protected: isProtected }) => isProtected))).toEqual(new Set([true]));
});

test("the service's Deployment is created again, and a pipeline sets its image", async () => {
  const { changed, gitlab, kubernetes } = await afterLosing(({ kubernetes }) => {
    kubernetes.forget("Deployment/webhook-app/webhook-app");
  });
  expect(changed).toEqual(["Kubernetes: the service", "GitLab: pipeline of main"]);
  expect(gitlab.state.pipelines).toHaveLength(2);
  const deployment = JSON.stringify(kubernetes.get("Deployment/webhook-app/webhook-app"));
  expect(deployment).toContain(`@sha256:${gitlab.state.pipelines[0]?.sha}`);
});

test("the deployed image stays, and canary and reconciler get it", async () => {
  const image = "gitlab.gitlab.svc.cluster.local:5050/root/webhook-app@sha256:1";
  const { changed, kubernetes } = await afterLosing(({ kubernetes }) => {
    const deployment = kubernetes.get("Deployment/webhook-app/webhook-app")!;
    kubernetes.put({ ...deployment, spec: { template: { spec: { containers: [{ name: "webhook-app", image }] } } } });
  });
  expect(changed).toEqual(["Kubernetes: canary and reconciler"]);
  for (const key of [
    "Deployment/webhook-app/webhook-app",
    "CronJob/webhook-app/canary",
    "CronJob/webhook-app/reconciler",
  ]) {
    expect(JSON.stringify(kubernetes.get(key))).toContain(`"${image}"`);
  }
});
