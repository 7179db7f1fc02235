import { readHookTokens, type HookTokens } from "../shared/hook-tokens.ts";

/** What the reconciler needs to know; all of it comes from the environment. */
export interface ReconcilerSettings extends HookTokens {
  gitlabUrl: string;
  gitlabToken: string;
  /** Numbers or paths. */
  projects: string[];
  /** The URL of the hooks that lead to our service; other hooks of a project are somebody else's. */
  webhookUrl: string;
  /** By which the reconciler itself reaches the service. */
  serviceUrl: string;
  /** How old a delivery may be that the service took and whose authors are still looked up. */
  lookBackMs: number;
  maxRunMs: number;
  /** How long a connection that is refused is tried again. */
  patienceMs: number;
}

type Environment = Record<string, string | undefined>;

/** Shorter than the time between two runs of the CronJob, so that none is skipped. */
const DEFAULT_MAX_RUN_SECONDS = "240";

const WEBHOOK = /^https?:\/\/[^/@]+\/\S+$/;

/** Two runs of the CronJob and the longest of a third. */
const DEFAULT_LOOK_BACK_SECONDS = "1500";

/**
 * Reads the settings; an empty variable counts as unset.
 *
 * @throws Error that lists every mistake: the variable and what is expected. It never shows a value.
 */
export function readEnvironment(env: Environment): ReconcilerSettings {
  const mistakes: string[] = [];
  const read = (name: string, form: RegExp, expected: string, byDefault = "") => {
    const value = env[name] || byDefault;
    if (!form.test(value)) mistakes.push(`${name} ${value === "" ? "is missing" : "is wrong"}: ${expected}`);
    return value;
  };
  const settings = {
    gitlabUrl: read("GITLAB_URL", /^https?:\/\/[^?#@]+$/, "the base URL of GitLab, without /api").replace(/\/+$/, ""),
    gitlabToken: read("GITLAB_TOKEN", /^\S+$/, "a token with the scope api and the role Maintainer in the projects"),
    projects: listOf(read("GITLAB_PROJECTS", /[^\s,]/, "numbers or paths of projects, separated by commas")),
    webhookUrl: read("WEBHOOK_URL", WEBHOOK, "the whole URL of the hooks that lead to the service"),
    serviceUrl: env["SERVICE_URL"]
      ? read("SERVICE_URL", WEBHOOK, "the service's URL for webhooks, from here")
      : (env["WEBHOOK_URL"] ?? ""),
    ...readHookTokens(env),
    lookBackMs: Number(read("LOOK_BACK_SECONDS", /^[0-9]{1,6}$/, "whole seconds", DEFAULT_LOOK_BACK_SECONDS)) * 1000,
    maxRunMs: Number(read("MAX_RUN_SECONDS", /^[0-9]{1,5}$/, "whole seconds", DEFAULT_MAX_RUN_SECONDS)) * 1000,
    patienceMs: Number(read("PATIENCE_SECONDS", /^[0-9]{1,3}$/, "whole seconds", "0")) * 1000,
  };
  if (mistakes.length > 0) throw new Error(mistakes.join("\n  "));
  return settings;
}

function listOf(text: string): string[] {
  return text.split(/[\s,]+/).filter((item) => item !== "");
}
