import type { Row } from "./figure.ts";
import { acceptRow } from "./rows/accept.ts";
import { bothRow } from "./rows/both.ts";
import { cpuRow } from "./rows/cpu.ts";
import { drainRow } from "./rows/drain.ts";
import { journalCostRow } from "./rows/journal-cost.ts";
import { latencyRow } from "./rows/latency.ts";
import { loneRow } from "./rows/lone.ts";
import { memoryRow } from "./rows/memory.ts";
import { nodeRedRow } from "./rows/node-red.ts";
import { pendingRow } from "./rows/pending.ts";
import { podRow } from "./rows/pod.ts";
import { replicasRow } from "./rows/replicas.ts";
import { startRow } from "./rows/start.ts";
import { takeoverRow } from "./rows/takeover.ts";

/** In the order of the table. */
export const ROWS: readonly Row[] = [
  acceptRow,
  journalCostRow,
  replicasRow,
  drainRow,
  bothRow,
  latencyRow,
  cpuRow,
  loneRow,
  podRow,
  pendingRow,
  memoryRow,
  startRow,
  takeoverRow,
  nodeRedRow,
];
