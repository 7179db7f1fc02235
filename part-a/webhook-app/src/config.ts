import { readFileSync } from "node:fs";
import { ConfigError } from "./config/config-error.ts";
import { EnvironmentSchema, VARIABLES, type Environment } from "./config/environment.ts";
import { misspelt } from "./config/misspelt.ts";
import { readProxy } from "./config/proxy.ts";
import { readVariables } from "./config/read-variables.ts";
import { FILE_VARIABLES } from "./config/secret-files.ts";
import { parsePolicy, singleRecipientPolicy, type Policy } from "./notifications/policy.ts";

/** The service's configuration. Durations are milliseconds. */
export interface Config {
  /** The address to listen on; all interfaces if undefined. */
  host: string | undefined;
  port: number;
  metricsPort: number;
  databaseUrl: string;
  secretTokens: string[];
  signingTokens: string[];
  allowUnauthenticated: boolean;
  rocketChat: { url: string; userId: string; authToken: string; proxy: ReturnType<typeof readProxy> };
  policy: Policy;
  /** The recipients file and its content; undefined for a single RECIPIENT. */
  recipientsFile: { file: string; text: string } | undefined;
  adminToken: string | undefined;
  deliveryConcurrency: number;
  maxBodyBytes: number;
  dedupeWindowMs: number;
  retentionMs: number;
  maxAgeMs: number;
  lateAfterMs: number;
  digestAfter: number;
  logLevel: string;
  shutdownGraceMs: number;
}

const HOUR_MS = 3_600_000;

/**
 * Reads the configuration from environment variables and the files that they name; an empty variable counts as unset.
 *
 * @throws ConfigError that lists every mistake, one line each: the variable, what is wrong, what is expected.
 */
export function loadConfig(env: Record<string, string | undefined>): Config {
  const { values, mistakes } = readVariables(EnvironmentSchema, env);
  mistakes.push(...missingTokens(env), ...recipientMistakes(env), ...misspelt(env, [...VARIABLES, ...FILE_VARIABLES]));
  const recipients = loadPolicy(env, mistakes);
  if (mistakes.length > 0 || !values || !recipients) throw new ConfigError(mistakes);
  return toConfig(values, recipients);
}

function missingTokens(env: Record<string, string | undefined>): string[] {
  const either = ["GITLAB_SECRET_TOKENS", "GITLAB_SIGNING_TOKENS"];
  if (either.some((name) => env[name] || env[`${name}_FILE`]) || env["ALLOW_UNAUTHENTICATED"] === "true") return [];
  return [
    "GITLAB_SIGNING_TOKENS, GITLAB_SECRET_TOKENS: neither is set, so every webhook would be rejected. Set the hook's signing token (GitLab >= 19.0) or its secret token; to try things out without either, ALLOW_UNAUTHENTICATED=true.",
  ];
}

function recipientMistakes(env: Record<string, string | undefined>): string[] {
  if (Boolean(env["RECIPIENTS_FILE"]) !== Boolean(env["RECIPIENT"])) return [];
  return [
    "RECIPIENTS_FILE, RECIPIENT: exactly one must be set: a YAML file with rules, or one username who is notified of everything.",
  ];
}

type Recipients = Pick<Config, "policy" | "recipientsFile">;

function loadPolicy(env: Record<string, string | undefined>, mistakes: string[]): Recipients | undefined {
  const file = env["RECIPIENTS_FILE"];
  try {
    if (!file) return { policy: singleRecipientPolicy(env["RECIPIENT"] ?? "nobody"), recipientsFile: undefined };
    const text = readFileSync(file, "utf8");
    return { policy: parsePolicy(text, file), recipientsFile: { file, text } };
  } catch (error) {
    mistakes.push(
      `RECIPIENTS_FILE: ${error instanceof Error ? error.message.replaceAll("\n", "\n    ") : String(error)}`,
    );
    return undefined;
  }
}

function toConfig(env: Environment, recipients: Recipients): Config {
  return {
    host: env.HOST,
    port: env.PORT,
    metricsPort: env.METRICS_PORT,
    databaseUrl: env.DATABASE_URL,
    secretTokens: env.GITLAB_SECRET_TOKENS,
    signingTokens: env.GITLAB_SIGNING_TOKENS,
    allowUnauthenticated: env.ALLOW_UNAUTHENTICATED === "true",
    rocketChat: {
      url: env.ROCKETCHAT_URL,
      userId: env.ROCKETCHAT_USER_ID,
      authToken: env.ROCKETCHAT_AUTH_TOKEN,
      proxy: readProxy(env),
    },
    ...recipients,
    adminToken: env.ADMIN_TOKEN,
    deliveryConcurrency: env.DELIVERY_CONCURRENCY,
    maxBodyBytes: env.MAX_BODY_BYTES,
    dedupeWindowMs: env.DEDUPE_WINDOW_SECONDS * 1000,
    retentionMs: env.RETENTION_DAYS * 24 * HOUR_MS,
    maxAgeMs: env.MAX_AGE_HOURS * HOUR_MS,
    lateAfterMs: env.LATE_AFTER_SECONDS * 1000,
    digestAfter: env.DIGEST_AFTER,
    logLevel: env.LOG_LEVEL,
    shutdownGraceMs: env.SHUTDOWN_GRACE_SECONDS * 1000,
  };
}
