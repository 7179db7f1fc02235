import type { Answer } from "./model.ts";

/** 200 with Rocket.Chat's `success: true` last. */
export function success(fields: Record<string, unknown> = {}): Answer {
  return { status: 200, body: { ...fields, success: true } };
}

/** 400 with only a text, as Rocket.Chat answers plain exceptions. */
export function failure(error?: string): Answer {
  return { status: 400, body: { success: false, ...(error === undefined ? {} : { error }) } };
}

/** 400 with a code, as Rocket.Chat answers its own errors; the text contains the code too. */
export function codedFailure(reason: string, errorType: string, details?: Record<string, unknown>): Answer {
  const error = `${reason} [${errorType}]`;
  return { status: 400, body: { success: false, error, errorType, ...(details ? { details } : {}) } };
}

const NOT_LOGGED_IN = "You must be logged in to do this.";

/**
 * `status` and `message` are there until Rocket.Chat 9.0 (apps/meteor/server/api/v1/middlewares/authenticationHono.ts).
 */
export const UNAUTHORIZED: Answer = {
  status: 401,
  body: { success: false, error: NOT_LOGGED_IN, status: "error", message: NOT_LOGGED_IN },
};

/** 403 in 8.x; becomes 401 in 9.0. */
export const FORBIDDEN: Answer = {
  status: 403,
  body: {
    success: false,
    error: "User does not have the permissions required for this action [error-unauthorized]",
  },
};

export const SERVER_ERROR: Answer = { status: 500, body: { success: false, error: "Internal server error" } };

/** The answer to sending without a licence and without egress to Rocket.Chat's collector. */
export const RESTRICTED_WORKSPACE: Answer = failure("restricted-workspace");

/** The only coded error without `errorType` (real body in RocketChat/Rocket.Chat#15820). */
export function tooManyRequests(seconds: number): Answer {
  const error = `Error, too many requests. Please slow down. You must wait ${seconds} seconds before trying this endpoint again. [error-too-many-requests]`;
  return { status: 429, body: { success: false, error } };
}
