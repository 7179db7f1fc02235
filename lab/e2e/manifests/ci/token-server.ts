/**
 * Runs in a Pod: issues the registry's tokens as GitLab does at /jwt/auth
 * (https://distribution.github.io/distribution/spec/auth/token/): whoever logs in with a password of users.json gets a
 * token for the user's actions there, for any repository.
 */
import { randomUUID, sign } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";

interface User {
  password: string;
  actions: string[];
}

const key = readFileSync("/keys/key.pem", "utf8");
const users = JSON.parse(readFileSync("/keys/users.json", "utf8")) as Record<string, User>;
const { keys } = JSON.parse(readFileSync("/keys/jwks.json", "utf8")) as { keys: { kid: string }[] };

function userOf(authorization = ""): User | undefined {
  const [name = "", password = ""] = Buffer.from(authorization.replace(/^Basic /, ""), "base64")
    .toString()
    .split(":");
  const user = users[name];
  return user?.password === password ? user : undefined;
}

/** The part of `repository:platform/api:pull,push` that this user may do. */
function grant(scope: string, { actions }: User): object {
  const [type, name, wanted = ""] = scope.split(":");
  return { type, name, actions: wanted.split(",").filter((action) => actions.includes(action)) };
}

function tokenFor(access: object[]): string {
  const now = Math.floor(Date.now() / 1000);
  const claims = {
    iss: "gitlab-stand-in",
    aud: "container_registry",
    sub: "",
    iat: now,
    nbf: now - 5,
    exp: now + 300,
    jti: randomUUID(),
    access,
  };
  const header = { typ: "JWT", alg: "ES256", kid: keys[0]?.kid };
  const signed = [header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString("base64url")).join(".");
  return `${signed}.${sign("sha256", Buffer.from(signed), { key, dsaEncoding: "ieee-p1363" }).toString("base64url")}`;
}

const server = createServer((request, response) => {
  const url = new URL(request.url ?? "/", "http://gitlab");
  if (url.pathname === "/-/readiness") return void response.end("{}");
  // Clients try OAuth's POST first; GitLab has only this.
  if (url.pathname !== "/jwt/auth" || request.method !== "GET") return void response.writeHead(404).end();
  const user = userOf(request.headers.authorization);
  if (!user) return void response.writeHead(401).end("{}");
  const access = url.searchParams.getAll("scope").flatMap((scopes) => scopes.split(" ").map((one) => grant(one, user)));
  response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({ token: tokenFor(access) }));
});
server.listen(80);
process.once("SIGTERM", () => process.exit(0));
