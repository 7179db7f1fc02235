import { readHookTokens, type HookTokens } from "../shared/hook-tokens.ts";
import { readVariables, WEBHOOK_URL } from "../shared/variables.ts";

/** The reconciler's settings; all come from the environment. */
export interface ReconcilerSettings extends HookTokens {
  gitlabUrl: string;
  gitlabToken: string;
  /** Project ids or paths. */
  projects: string[];
  /** The URL of the hooks that post to our service; a project's other hooks are left alone. */
  webhookUrl: string;
  /** The URL by which the reconciler itself reaches the service. */
  serviceUrl: string;
  /** The maximum age of accepted deliveries whose authors are looked up. */
  lookBackMs: number;
  maxRunMs: number;
  /** How long to retry while the connection fails. */
  patienceMs: number;
}

/** Shorter than the interval of the CronJob, so that no run is skipped. */
const MAX_RUN_SECONDS = 240;

/** Two intervals of the CronJob and the duration of a third run, rounded up. */
const LOOK_BACK_SECONDS = 1500;

/** @throws ConfigError that lists every mistake */
export function readSettings(env: Record<string, string | undefined>): ReconcilerSettings {
  return readVariables(env, (variables) => {
    const webhookUrl = variables.required(
      "WEBHOOK_URL",
      "the full URL of the hooks that post to the service",
      WEBHOOK_URL,
    );
    const token = "a token with the scope api and the role Maintainer in the projects";
    const projects = "project ids or paths, separated by commas";
    return {
      ...readHookTokens(variables),
      gitlabUrl: variables.baseUrl("GITLAB_URL", "the base URL of GitLab, without /api, user name or query"),
      gitlabToken: variables.required("GITLAB_TOKEN", token, /^\S+$/),
      projects: listOf(variables.required("GITLAB_PROJECTS", projects, /[^\s,]/)),
      webhookUrl,
      serviceUrl:
        variables.optional("SERVICE_URL", "the service's URL for webhooks, as seen from here", WEBHOOK_URL) ??
        webhookUrl,
      lookBackMs: variables.seconds("LOOK_BACK_SECONDS", LOOK_BACK_SECONDS),
      maxRunMs: variables.seconds("MAX_RUN_SECONDS", MAX_RUN_SECONDS),
      patienceMs: variables.seconds("PATIENCE_SECONDS", 0),
    };
  });
}

function listOf(text: string): string[] {
  return text.split(/[\s,]+/).filter((item) => item !== "");
}
