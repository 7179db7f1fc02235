import { readFileSync } from "node:fs";
import { setImmediate as nextTurn, setTimeout as sleep } from "node:timers/promises";
import { Pool } from "undici";
import { BRANCH_PLACE, BRANCHES, branchName, HOOK_HEADERS, SHA_PLACE, USER_PLACE } from "../load/placeholders.ts";

/**
 * Sends at a fixed rate, however long answers take, and prints each answer's latency in milliseconds as JSON. It is
 * measured from when the request was due, so that a stalled server is charged for the requests that had to wait.
 * Arguments: url, body file, requests per second, seconds, and a name that makes this run's webhooks unique.
 */
const [url = "", bodyFile = "", rate = "0", seconds = "0", run = ""] = process.argv.slice(2);
const { origin, pathname: path } = new URL(url);
const body = readFileSync(bodyFile, "utf8");
const pool = new Pool(origin, { connections: 64 });
const total = Number(rate) * Number(seconds);
/** This share of the time is discarded, while the server's code is being compiled. */
const WARM_UP_SHARE = 0.3;
const latencies: number[] = [];
const start = performance.now();

async function send(number: number, due: number): Promise<void> {
  const sha = `${run}${number}`.padStart(40, "0");
  const answer = await pool.request({
    path,
    method: "POST",
    headers: { ...HOOK_HEADERS, "idempotency-key": sha },
    body: body
      .replaceAll(SHA_PLACE, sha)
      .replace(USER_PLACE, `bench-${String(number % 200).padStart(3, "0")}`)
      .replace(BRANCH_PLACE, branchName(Math.floor(Math.random() * BRANCHES))),
  });
  await answer.body.dump();
  if (answer.statusCode !== 202) throw new Error(`It answered ${answer.statusCode}.`);
  if (number > total * WARM_UP_SHARE) latencies.push(performance.now() - due);
}

const open: Promise<void>[] = [];
for (let number = 0; number < total; number++) {
  const due = start + (number * 1000) / Number(rate);
  // Timers have whole milliseconds and fire late; the last millisecond is spent polling.
  while (performance.now() < due - 1.5) await sleep(1);
  while (performance.now() < due) await nextTurn();
  open.push(send(number, due));
}
await Promise.all(open);
await pool.close();
process.stdout.write(JSON.stringify(latencies));
