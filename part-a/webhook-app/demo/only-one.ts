import { unlinkSync } from "node:fs";
import { connect, createServer } from "node:net";

/**
 * Reserves a folder for this demo while it runs, with a socket file that tells whoever connects where the demo is.
 *
 * @returns undefined if it is reserved now, otherwise what the demo that holds it says. A killed demo's folder is taken
 *   over
 */
export async function holdFolder(folder: string, about: string): Promise<string | undefined> {
  const path = `${folder}/demo.sock`;
  const other = await askHolder(path);
  if (other !== undefined) return other;
  try {
    unlinkSync(path);
  } catch {
    // Usually there is nothing to remove.
  }
  const server = createServer((socket) => socket.on("error", () => {}).end(about));
  await new Promise<void>((resolve, reject) => server.once("error", reject).listen(path, resolve));
  server.unref();
  return undefined;
}

function askHolder(path: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    let said = "";
    connect(path)
      .setEncoding("utf8")
      .on("data", (part: string) => (said += part))
      .once("end", () => resolve(said))
      .once("error", () => resolve(undefined));
  });
}
