import { NotYet, type Step } from "../../step.ts";
import { readBotCredentials } from "../rocket-chat/context.ts";
import { answered, everyPage } from "./client.ts";
import { type GitLabContext, ROCKET_CHAT_URL } from "./context.ts";
import { readSigningToken } from "./signing-token.ts";

interface Variable {
  key: string;
  value: string;
  secret: boolean;
}

/**
 * What the jobs need to know. All protected: only pipelines of protected branches get them. Secrets are masked in logs
 * as well. Raw, so that a "$" in a value stays one.
 */
export function variables(context: GitLabContext): Step {
  const { client, projectId } = context;
  return {
    name: "GitLab: CI variables",
    async check() {
      const different = await differentVariables(context);
      return different.length === 0 ? undefined : `set: ${different.map(({ key }) => key).join(", ")}`;
    },
    async change() {
      const id = projectId.get();
      for (const { key, value, secret, exists } of await differentVariables(context)) {
        const fields = { value, protected: true, masked: secret, raw: true };
        const result = exists
          ? await client
              .get()
              .PUT("/api/v4/projects/{id}/variables/{key}", { params: { path: { id, key } }, body: fields })
          : await client
              .get()
              .POST("/api/v4/projects/{id}/variables", { params: { path: { id } }, body: { key, ...fields } });
        answered(`to set the CI variable ${key}`, result);
      }
    },
  };
}

async function differentVariables(context: GitLabContext): Promise<(Variable & { exists: boolean })[]> {
  const { client, projectId } = context;
  const path = { id: projectId.get() };
  const found = await everyPage(async (query) => {
    const result = await client.get().GET("/api/v4/projects/{id}/variables", { params: { path, query } });
    return answered("to list CI variables", result);
  });
  return (await wantedVariables(context)).flatMap((variable) => {
    const there = found.find(({ key }) => key === variable.key);
    const { value, masked, raw, protected: isProtected } = there ?? {};
    const same = value === variable.value && masked === variable.secret && isProtected === true && raw === true;
    return same ? [] : [{ ...variable, exists: there !== undefined }];
  });
}

async function wantedVariables({ cluster }: GitLabContext): Promise<Variable[]> {
  const bot = await readBotCredentials(cluster);
  const signingToken = await readSigningToken(cluster);
  if (!bot || !signingToken) throw new NotYet("the bot's and the webhook's tokens are not made yet");
  return [
    { key: "GITLAB_SIGNING_TOKEN", value: signingToken, secret: true },
    // For the canary, which reads its message back as the bot that sent it. (WEBHOOK_URL is in .gitlab-ci.yml.)
    { key: "ROCKETCHAT_URL", value: ROCKET_CHAT_URL, secret: false },
    { key: "ROCKETCHAT_USER_ID", value: bot.userId, secret: false },
    { key: "ROCKETCHAT_AUTH_TOKEN", value: bot.authToken, secret: true },
  ];
}
