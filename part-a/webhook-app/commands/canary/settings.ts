import { readHookTokens, type HookTokens } from "../shared/hook-tokens.ts";
import { readVariables, WEBHOOK_URL } from "../shared/variables.ts";

/** The canary's settings; all come from the environment. */
export interface CanarySettings extends HookTokens {
  /** The whole URL that GitLab's hook posts to. */
  webhookUrl: string;
  rocketChat: { url: string; userId: string; authToken: string };
  /** How long to retry while the connection fails. */
  patienceMs: number;
}

/** @throws ConfigError that lists every mistake */
export function readSettings(env: Record<string, string | undefined>): CanarySettings {
  return readVariables(env, (variables) => {
    const tokens = readHookTokens(variables);
    if (!tokens.signingToken && !tokens.secretToken) {
      variables.refuse("GITLAB_SIGNING_TOKEN, GITLAB_SECRET_TOKEN: neither is set; set the one that the hook uses");
    }
    return {
      ...tokens,
      webhookUrl: variables.required(
        "WEBHOOK_URL",
        "the full URL that hooks post to, like http://host/webhooks/gitlab",
        WEBHOOK_URL,
      ),
      rocketChat: {
        url: variables.baseUrl("ROCKETCHAT_URL", "the base URL of Rocket.Chat, without user name or query"),
        userId: variables.required("ROCKETCHAT_USER_ID", "the bot's user id"),
        authToken: variables.required("ROCKETCHAT_AUTH_TOKEN", "the bot's personal access token"),
      },
      patienceMs: variables.seconds("PATIENCE_SECONDS", 0),
    };
  });
}
