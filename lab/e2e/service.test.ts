import { check, RUN } from "./check.ts";
import { backup } from "./checks/backup.ts";
import { confined } from "./checks/confined.ts";
import { evictions } from "./checks/evictions.ts";
import { killedDatabase, killedService } from "./checks/killed-processes.ts";
import { network } from "./checks/network.ts";
import { oneMessage } from "./checks/one-message.ts";
import { rollingUpdate } from "./checks/rolling-update.ts";

// Part A without its pipeline: exactly one message, whatever is killed, by a service that can do nothing else.

check("a signed push from a Pod is one message", () => oneMessage(RUN));
check("the process is confined", confined);
check("the network is closed but for what is needed", network);
check("a rolling update loses and duplicates nothing", () => rollingUpdate(RUN));
check("kill -9 of the service loses and duplicates nothing", () => killedService(RUN));
check("kill -9 of PostgreSQL loses and duplicates nothing", () => killedDatabase(RUN));
check("evictions beyond the budget are refused", evictions);
check("the backup works", () => backup(RUN));
