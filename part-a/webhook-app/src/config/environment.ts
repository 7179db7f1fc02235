import { z } from "zod";
import { signingKey } from "../gitlab/signing-token.ts";
import { ROCKET_CHAT_USERNAME } from "../notifications/policy-texts.ts";
import { databaseUrlMistake } from "./database-url.ts";
import { PROXY_VARIABLES } from "./proxy.ts";

/** An integer in a closed range, with its default. */
function integer(byDefault: number, min: number, max: number) {
  const expected = `must be an integer from ${min} to ${max}`;
  return z
    .string()
    .regex(/^[0-9]{1,15}$/, expected)
    .transform(Number)
    .refine((value) => value >= min && value <= max, expected)
    .default(byDefault);
}

/** Comma-separated, or the lines of a file: during a rotation both the old and the new token are accepted. */
const tokens = z
  .union([z.array(z.string()), z.string().transform(splitTokens)])
  .refine((list) => list.length > 0, "contains no token: set at least one, or remove the variable")
  .default([]);

function splitTokens(list: string): string[] {
  return list
    .split(",")
    .map((token) => token.trim())
    .filter((token) => token !== "");
}

/** Sent in an HTTP header unchanged. */
const headerValue = /^[\x21-\x7e]+$/;
const forHeader = "must be printable ASCII characters without spaces";

const required = (what: string) => z.string({ error: `is missing: ${what}` }).min(1, `is empty: ${what}`);

/** Every variable that the service reads, its form and its default. */
export const EnvironmentSchema = z.object({
  PORT: integer(8080, 0, 65_535),
  METRICS_PORT: integer(9464, 0, 65_535),
  HOST: z
    .string()
    .regex(/^[0-9a-zA-Z.:%_-]+$/, "must be an address or host name without a port, like 127.0.0.1 or ::1")
    .optional(),
  DATABASE_URL: z
    .string()
    .check((context) => {
      const message = databaseUrlMistake(context.value);
      if (message !== undefined) context.issues.push({ code: "custom", message, input: "" });
    })
    .default("sqlite:data/outbox.sqlite"),
  GITLAB_SECRET_TOKENS: tokens,
  GITLAB_SIGNING_TOKENS: tokens.refine(
    (list) => list.every((token) => signingKey(token) !== undefined),
    "each token must be whsec_ followed by the base64 of 32 bytes",
  ),
  ALLOW_UNAUTHENTICATED: z.enum(["true", "false"], { error: "must be true or false" }).default("false"),
  ROCKETCHAT_URL: required("the base URL of Rocket.Chat, like https://chat.example.com").refine(isHttpUrl, {
    error: "must be an http:// or https:// URL without user, query or fragment",
  }),
  ROCKETCHAT_USER_ID: required("the bot's user id").regex(headerValue, forHeader),
  ROCKETCHAT_AUTH_TOKEN: required("the bot's personal access token").regex(headerValue, forHeader),
  RECIPIENTS_FILE: z.string().min(1, "is empty: set the path of a file").optional(),
  RECIPIENT: z
    .string()
    .regex(ROCKET_CHAT_USERNAME, "must be one Rocket.Chat username, without a leading @, spaces or /")
    .optional(),
  ADMIN_TOKEN: z.string().regex(headerValue, forHeader).optional(),
  DELIVERY_CONCURRENCY: integer(16, 1, 256),
  MAX_BODY_BYTES: integer(25 * 1024 * 1024, 1024, 256 * 1024 * 1024),
  DEDUPE_WINDOW_SECONDS: integer(3600, 0, 30 * 86_400),
  RETENTION_DAYS: integer(14, 1, 3650),
  MAX_AGE_HOURS: integer(168, 1, 8760),
  LATE_AFTER_SECONDS: integer(600, 1, 86_400),
  DIGEST_AFTER: integer(5, 0, 1000),
  LOG_LEVEL: z
    .enum(["trace", "debug", "info", "warn", "error", "fatal", "silent"], {
      error: "must be trace, debug, info, warn, error, fatal or silent",
    })
    .default("info"),
  SHUTDOWN_GRACE_SECONDS: integer(20, 1, 300),
  ...PROXY_VARIABLES,
});

/** The names of all variables. */
export const VARIABLES = Object.keys(EnvironmentSchema.shape);

export type Environment = z.infer<typeof EnvironmentSchema>;

function isHttpUrl(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return /^https?:$/.test(url?.protocol ?? "") && `${url?.username}${url?.password}${url?.search}${url?.hash}` === "";
}
