import { spawn } from "node:child_process";
import type { IncomingMessage } from "node:http";

/** Asks git's own CGI program for the answer to a request about one of the bare repositories below a folder. */
export async function answerGit(folder: string, request: IncomingMessage) {
  const { pathname, search } = new URL(request.url ?? "", "http://git");
  const child = spawn("git", ["http-backend"], {
    stdio: ["pipe", "pipe", "inherit"],
    env: {
      PATH: process.env["PATH"] ?? "",
      GIT_PROJECT_ROOT: folder,
      GIT_HTTP_EXPORT_ALL: "1",
      REMOTE_USER: "root",
      PATH_INFO: pathname,
      QUERY_STRING: search.slice(1),
      REQUEST_METHOD: request.method ?? "",
      CONTENT_TYPE: request.headers["content-type"] ?? "",
      HTTP_CONTENT_ENCODING: request.headers["content-encoding"] ?? "",
      GIT_PROTOCOL: String(request.headers["git-protocol"] ?? ""),
    },
  });
  request.pipe(child.stdin.on("error", () => undefined));
  const output = Buffer.concat((await child.stdout.toArray()) as Buffer[]);
  const end = output.indexOf("\r\n\r\n");
  const headers = output.subarray(0, end).toString().split("\r\n");
  const fields = headers.map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 1).trim()]);
  const { Status: status = "200", ...others } = Object.fromEntries(fields) as Record<string, string>;
  return { status: Number.parseInt(status, 10), headers: others, body: output.subarray(end + 4) };
}
