import { unlinkSync } from "node:fs";
import { connect, createServer } from "node:net";

/**
 * Holds a folder for this demo as long as it runs: a socket file that tells who connects where the demo is.
 *
 * @returns undefined when it is held now, else what the demo that holds it says. What a killed one left is taken over
 */
export async function holdFolder(folder: string, about: string): Promise<string | undefined> {
  const path = `${folder}/demo.sock`;
  const other = await askHolder(path);
  if (other !== undefined) return other;
  try {
    unlinkSync(path);
  } catch {
    // The usual case: nothing was left there.
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
