import { setTimeout as delay } from "node:timers/promises";
import type { HttpBindings } from "@hono/node-server";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import type { Context } from "hono";
import { failure, RESTRICTED_WORKSPACE, SERVER_ERROR, tooManyRequests, UNAUTHORIZED } from "./answers.ts";
import type { AnswerKind } from "./fault-kinds.ts";
import type { Fault } from "./faults.ts";
import type { Answer } from "./model.ts";

export type SandboxContext = Context<{ Bindings: HttpBindings }>;

type Player = (context: SandboxContext, fault: Fault, now: number) => Promise<Response | undefined> | Response;

/** A proxy's page instead of the answer; by default with status 200, which hides it best. */
const HTML = "<!doctype html><title>Sign in</title><h1>Sign in to continue</h1>";

const SIGN_IN = "https://sign-in.example.invalid/";

/** The driver's error while a replica set has no primary. */
const EXCEPTION = "not primary";

const PLAYERS: Record<AnswerKind, Player> = {
  down: cutOff,
  hang: neverAnswer,
  slow: takeTime,
  rate_limited: refuseForNow,
  server_error: (context) => send(context, SERVER_ERROR),
  unauthorized: (context) => send(context, UNAUTHORIZED),
  restricted_workspace: (context) => send(context, RESTRICTED_WORKSPACE),
  success_false: (context) => context.json(failure("unknown-error").body, 200),
  html: (context, { status }) => context.html(HTML, status ?? 200),
  redirect: (context) => context.redirect(SIGN_IN, 302),
  exception: (context, { text }) => send(context, failure(text ?? EXCEPTION)),
};

/**
 * Applies the fault to a request.
 *
 * @param now - epoch ms
 * @returns the answer that replaces the real one; undefined, after a delay, if the real one follows
 */
export async function playFault(fault: Fault, context: SandboxContext, now: number): Promise<Response | undefined> {
  return PLAYERS[fault.kind as AnswerKind](context, fault, now);
}

function send(context: SandboxContext, answer: Answer): Response {
  return context.json(answer.body, answer.status);
}

function cutOff(context: SandboxContext): Response {
  context.env.incoming.socket.resetAndDestroy();
  return RESPONSE_ALREADY_SENT;
}

/** Waits until the caller gives up. */
async function neverAnswer(context: SandboxContext): Promise<Response> {
  const { socket } = context.env.incoming;
  if (!socket.destroyed) await new Promise((resolve) => socket.once("close", resolve));
  return RESPONSE_ALREADY_SENT;
}

/** Waits even if the caller disconnects: a real server finishes what it has begun. */
async function takeTime(_context: SandboxContext, fault: Fault): Promise<undefined> {
  await delay(fault.delayMs, undefined, { ref: false });
}

function refuseForNow(context: SandboxContext, { resetInMs }: Fault, now: number): Response {
  const { body } = tooManyRequests(Math.max(0, Math.ceil((resetInMs ?? 0) / 1000)));
  if (resetInMs === null) return context.json(body, 429);
  return context.json(body, 429, {
    "X-RateLimit-Limit": "10",
    "X-RateLimit-Remaining": "0",
    "X-RateLimit-Reset": String(now + resetInMs),
  });
}
