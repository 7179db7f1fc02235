import { kubectl } from "../kubectl.ts";

/** The parts of an OCI image index or manifest that the checks read. */
export interface Manifest {
  manifests?: {
    digest: string;
    platform: { os: string; architecture: string };
    annotations?: Record<string, string>;
  }[];
  layers?: { digest: string; annotations?: Record<string, string> }[];
}

/** Queries the registry from its own Pod, with the login there. */
const GET = `
const { readFileSync } = require("node:fs");
const [path] = process.argv.slice(1);
const [[user, { password }]] = Object.entries(JSON.parse(readFileSync("/keys/users.json", "utf8")));
const accept = ["application/vnd.oci.image.index.v1+json", "application/vnd.oci.image.manifest.v1+json"].join();
(async () => {
  const basic = "Basic " + Buffer.from(user + ":" + password).toString("base64");
  const scope = "repository:platform/api:pull";
  const login = await fetch("http://127.0.0.1/jwt/auth?service=container_registry&scope=" + scope, { headers: { authorization: basic } });
  const { token } = await login.json();
  const answer = await fetch("http://127.0.0.1:5050/v2/platform/api/" + path, { headers: { authorization: "Bearer " + token, accept } });
  const text = await answer.text();
  if (!answer.ok) throw new Error(answer.status + " " + text);
  process.stdout.write(text);
})();`;

/** A manifest or index of the project's image, by tag or digest. */
export async function manifestOf(reference: string): Promise<Manifest> {
  return JSON.parse(await fromRegistry(`manifests/${reference}`)) as Manifest;
}

/** A layer's content, as text. */
export function blobOf(digest: string): Promise<string> {
  return fromRegistry(`blobs/${digest}`);
}

function fromRegistry(path: string): Promise<string> {
  return kubectl(["-n", "gitlab", "exec", "deployment/gitlab", "-c", "token-server", "--", "node", "-e", GET, path]);
}
