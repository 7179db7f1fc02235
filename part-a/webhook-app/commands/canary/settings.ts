import { readHookTokens, type HookTokens } from "../shared/hook-tokens.ts";
import { readVariables, WEBHOOK_URL } from "../shared/variables.ts";

/** What the canary needs to know; all of it comes from the environment. */
export interface CanarySettings extends HookTokens {
  /** The whole URL that GitLab's hook posts to. */
  webhookUrl: string;
  rocketChat: { url: string; userId: string; authToken: string };
  /** How long a connection that is refused is tried again. */
  patienceMs: number;
}

/** @throws ConfigError that lists every mistake */
export function readSettings(env: Record<string, string | undefined>): CanarySettings {
  return readVariables(env, (variables) => {
    const tokens = readHookTokens(variables);
    if (!tokens.signingToken && !tokens.secretToken) {
      variables.refuse("GITLAB_SIGNING_TOKEN, GITLAB_SECRET_TOKEN: neither is set; the hook's own token is expected");
    }
    return {
      ...tokens,
      webhookUrl: variables.required(
        "WEBHOOK_URL",
        "the whole URL that hooks post to, like http://host/webhooks/gitlab",
        WEBHOOK_URL,
      ),
      rocketChat: {
        url: variables.baseUrl("ROCKETCHAT_URL", "the base URL of Rocket.Chat, without user and query"),
        userId: variables.required("ROCKETCHAT_USER_ID", "the bot's user id"),
        authToken: variables.required("ROCKETCHAT_AUTH_TOKEN", "the bot's personal access token"),
      },
      patienceMs: variables.seconds("PATIENCE_SECONDS", 0),
    };
  });
}
