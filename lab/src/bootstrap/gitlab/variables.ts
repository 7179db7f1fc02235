import { NotYet, type Step } from "../../step.ts";
import { readBotCredentials } from "../rocket-chat/context.ts";
import { answered, carriedOut, everyPage } from "./client.ts";
import { type GitLabContext, ROCKET_CHAT_URL } from "./context.ts";
import { readSigningToken } from "./signing-token.ts";

/**
 * Only jobs that name this environment get the variables: "protected" alone would give them to every job of a
 * protected branch, even to those that run anybody's code on the unprotected runner.
 */
export const SCOPE = "production/messages";

interface Variable {
  key: string;
  value: string;
  secret: boolean;
}

/** A variable in GitLab: one key may exist once for each scope. */
interface Found {
  key: string;
  environment_scope: string;
  value?: string | null;
  masked: boolean;
  raw?: boolean;
  protected: boolean;
}

/**
 * What the jobs notify and canary need. All protected: only pipelines of protected branches get them. Secrets are
 * also masked in logs. Raw, so that a "$" in a value is kept.
 */
export function variables(context: GitLabContext): Step {
  return {
    name: "GitLab: CI variables",
    async check() {
      const { different, elsewhere } = await compare(context);
      const todo = [...different.map(({ key }) => `set ${key}`), ...elsewhere.map((found) => `remove ${label(found)}`)];
      return todo.length === 0 ? undefined : todo.join(", ");
    },
    async change() {
      const { different, elsewhere } = await compare(context);
      for (const variable of different) await save(context, variable);
      for (const variable of elsewhere) await remove(context, variable);
    },
  };
}

const label = ({ key, environment_scope }: Found): string => `${key} of the scope ${environment_scope}`;

/** The variables that differ from what we want, and those of the same names that other jobs would get. */
async function compare(context: GitLabContext) {
  const { client, projectId } = context;
  const path = { id: projectId.get() };
  const found: Found[] = await everyPage(async (query) => {
    const result = await client.get().GET("/api/v4/projects/{id}/variables", { params: { path, query } });
    return answered("to list CI variables", result);
  });
  const wanted = await wantedVariables(context);
  const different = wanted.flatMap((variable) => {
    const there = found.find(({ key, environment_scope }) => key === variable.key && environment_scope === SCOPE);
    const { value, masked, raw, protected: isProtected } = there ?? {};
    const same = value === variable.value && masked === variable.secret && isProtected === true && raw === true;
    return same ? [] : [{ ...variable, exists: there !== undefined }];
  });
  const keys = new Set(wanted.map(({ key }) => key));
  return { different, elsewhere: found.filter((one) => keys.has(one.key) && one.environment_scope !== SCOPE) };
}

async function save(context: GitLabContext, { key, value, secret, exists }: Variable & { exists: boolean }) {
  const client = await context.writer.client();
  const id = context.projectId.get();
  const fields = { value, protected: true, masked: secret, raw: true };
  const result = exists
    ? await client.PUT("/api/v4/projects/{id}/variables/{key}", {
        params: { path: { id, key } },
        body: { ...fields, filter: { environment_scope: SCOPE } },
      })
    : await client.POST("/api/v4/projects/{id}/variables", {
        params: { path: { id } },
        body: { key, ...fields, environment_scope: SCOPE },
      });
  answered(`to set the CI variable ${key}`, result);
}

async function remove(context: GitLabContext, variable: Found): Promise<void> {
  const path = { id: context.projectId.get(), key: variable.key };
  const query = { "filter[environment_scope]": variable.environment_scope };
  const client = await context.writer.client();
  const result = await client.DELETE("/api/v4/projects/{id}/variables/{key}", { params: { path, query } });
  carriedOut(`to remove the CI variable ${label(variable)}`, result);
}

async function wantedVariables({ cluster }: GitLabContext): Promise<Variable[]> {
  const bot = await readBotCredentials(cluster);
  const signingToken = await readSigningToken(cluster);
  if (!bot || !signingToken) throw new NotYet("the bot's and the webhook's tokens are not created yet");
  return [
    { key: "GITLAB_SIGNING_TOKEN", value: signingToken, secret: true },
    // For the canary, which reads its message back as the bot that sent it. (WEBHOOK_URL is in .gitlab-ci.yml.)
    { key: "ROCKETCHAT_URL", value: ROCKET_CHAT_URL, secret: false },
    { key: "ROCKETCHAT_USER_ID", value: bot.userId, secret: false },
    { key: "ROCKETCHAT_AUTH_TOKEN", value: bot.authToken, secret: true },
  ];
}
