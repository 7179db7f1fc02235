import { backup } from "./checks/backup.ts";
import { confined } from "./checks/confined.ts";
import { evictions } from "./checks/evictions.ts";
import { killedDatabase, killedService } from "./checks/killed-processes.ts";
import { network } from "./checks/network.ts";
import { oneMessage } from "./checks/one-message.ts";
import { rollingUpdate } from "./checks/rolling-update.ts";
import { report } from "./report.ts";

/** Part A without its pipeline: exactly one message, whatever is killed, by a service that can do nothing else. */
export async function checkService(run: string): Promise<void> {
  await report("a signed push from a Pod is one message", () => oneMessage(run));
  await report("the process is confined", confined);
  await report("the network is closed but for what is needed", network);
  await report("a rolling update loses and duplicates nothing", () => rollingUpdate(run));
  await report("kill -9 of the service loses and duplicates nothing", () => killedService(run));
  await report("kill -9 of PostgreSQL loses and duplicates nothing", () => killedDatabase(run));
  await report("evictions beyond the budget are refused", evictions);
  await report("the backup works", () => backup(run));
}
