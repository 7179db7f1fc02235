import { readHookTokens, type HookTokens } from "../shared/hook-tokens.ts";

/** What the canary needs to know; all of it comes from the environment. */
export interface CanarySettings extends HookTokens {
  /** The whole URL that GitLab's hook posts to. */
  webhookUrl: string;
  rocketChat: { url: string; userId: string; authToken: string };
  /** How long a connection that is refused is tried again. */
  patienceMs: number;
}

type Environment = Record<string, string | undefined>;

/**
 * Reads the settings; an empty variable counts as unset.
 *
 * @throws Error that lists every mistake: the variable and what is expected. It never shows a value.
 */
export function readEnvironment(env: Environment): CanarySettings {
  const mistakes: string[] = [];
  const needed = (name: string, what: string) => {
    if (!env[name]) mistakes.push(`${name} is missing: ${what}`);
    return env[name] ?? "";
  };
  const settings = {
    webhookUrl: needed("WEBHOOK_URL", "the whole URL that hooks post to, like http://host/webhooks/gitlab"),
    ...readHookTokens(env),
    rocketChat: {
      url: needed("ROCKETCHAT_URL", "the base URL of Rocket.Chat").replace(/\/+$/, ""),
      userId: needed("ROCKETCHAT_USER_ID", "the bot's user id"),
      authToken: needed("ROCKETCHAT_AUTH_TOKEN", "the bot's personal access token"),
    },
    patienceMs: Number(env["PATIENCE_SECONDS"] || 0) * 1000,
  };
  if (!settings.signingToken && !settings.secretToken) {
    mistakes.push("GITLAB_SIGNING_TOKEN, GITLAB_SECRET_TOKEN: neither is set; the hook's own token is expected");
  }
  if (!Number.isFinite(settings.patienceMs)) mistakes.push("PATIENCE_SECONDS must be a number");
  mistakes.push(...wrongUrls(settings));
  if (mistakes.length > 0) throw new Error(mistakes.join("\n  "));
  return settings;
}

function wrongUrls({ webhookUrl, rocketChat }: CanarySettings): string[] {
  const wrong = [];
  if (webhookUrl && !/^https?:\/\/[^/@]+\/[^?#]+$/.test(webhookUrl)) {
    wrong.push("WEBHOOK_URL must be a whole URL with its path, like http://host/webhooks/gitlab");
  }
  if (rocketChat.url && !/^https?:\/\/[^?#@]+$/.test(rocketChat.url)) {
    wrong.push("ROCKETCHAT_URL must be an http:// or https:// URL without user and query");
  }
  return wrong;
}
