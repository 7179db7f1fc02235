import { randomBytes } from "node:crypto";
import type { z } from "zod";
import { success } from "../answers.ts";
import type { Answer, Person } from "../model.ts";
import { operation } from "../operation.ts";
import { anything, loginBody } from "../schemas.ts";
import type { Workspace } from "../workspace.ts";
import { ownFields } from "./account-fields.ts";
import { hashPassword, passwordMatches } from "./passwords.ts";

/** 43 characters, like Rocket.Chat's own. */
export const newToken = () => randomBytes(32).toString("base64url");

const LOGIN_REFUSED: Answer = {
  status: 401,
  body: { success: false, status: "error", error: "Unauthorized", message: "Unauthorized" },
};

export const login = operation({
  name: "login",
  method: "POST",
  paths: ["/api/v1/login"],
  input: loginBody,
  anonymous: true,
  run({ input }, { workspace }) {
    const session = input.resume === undefined ? byPassword(input, workspace) : resumed(input.resume, workspace);
    if (session === undefined) return LOGIN_REFUSED;
    const { person, token } = session;
    const data = { userId: person.id, authToken: token, me: ownFields(person) };
    return { status: 200, body: { status: "success", data, success: true } };
  },
});

function byPassword(input: z.output<typeof loginBody>, { people, record }: Workspace) {
  const named = typeof input.user === "string" ? { username: input.user, email: input.user } : (input.user ?? input);
  const person = people.byUsername(named.username ?? "") ?? people.byEmail(named.email ?? "");
  if (person === undefined || !person.active || input.password === undefined) return undefined;
  const hash = typeof input.password === "string" ? hashPassword(input.password) : input.password.hashed;
  if (!passwordMatches(person, hash)) return undefined;
  const token = newToken();
  record({ kind: "token", token: { token, userId: person.id } });
  return { person, token };
}

function resumed(token: string, { people }: Workspace): { person: Person; token: string } | undefined {
  const person = people.authenticated(people.ownerOf(token), token);
  return person && { person, token };
}

export const logout = operation({
  name: "logout",
  method: "POST",
  paths: ["/api/v1/logout"],
  input: anything,
  run({ headers }, { workspace }) {
    workspace.record({ kind: "revoked", token: headers.get("x-auth-token") ?? "" });
    return { status: 200, body: { status: "success", data: { message: "You've been logged out!" }, success: true } };
  },
});

export const me = operation({
  name: "me",
  method: "GET",
  paths: ["/api/v1/me"],
  input: anything,
  run: ({ caller }) => success(ownFields(caller)),
});
