import { readHookTokens, type HookTokens } from "../shared/hook-tokens.ts";
import { readVariables, WEBHOOK_URL } from "../shared/variables.ts";

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

/** Shorter than the time between two runs of the CronJob, so that none is skipped. */
const MAX_RUN_SECONDS = 240;

/** Two runs of the CronJob and the longest of a third. */
const LOOK_BACK_SECONDS = 1500;

/** @throws ConfigError that lists every mistake */
export function readSettings(env: Record<string, string | undefined>): ReconcilerSettings {
  return readVariables(env, (variables) => {
    const webhookUrl = variables.required(
      "WEBHOOK_URL",
      "the whole URL of the hooks that lead to the service",
      WEBHOOK_URL,
    );
    const token = "a token with the scope api and the role Maintainer in the projects";
    const projects = "numbers or paths of projects, separated by commas";
    return {
      ...readHookTokens(variables),
      gitlabUrl: variables.baseUrl("GITLAB_URL", "the base URL of GitLab, without /api, user and query"),
      gitlabToken: variables.required("GITLAB_TOKEN", token, /^\S+$/),
      projects: listOf(variables.required("GITLAB_PROJECTS", projects, /[^\s,]/)),
      webhookUrl,
      serviceUrl:
        variables.optional("SERVICE_URL", "the service's URL for webhooks, from here", WEBHOOK_URL) ?? webhookUrl,
      lookBackMs: variables.seconds("LOOK_BACK_SECONDS", LOOK_BACK_SECONDS),
      maxRunMs: variables.seconds("MAX_RUN_SECONDS", MAX_RUN_SECONDS),
      patienceMs: variables.seconds("PATIENCE_SECONDS", 0),
    };
  });
}

function listOf(text: string): string[] {
  return text.split(/[\s,]+/).filter((item) => item !== "");
}
