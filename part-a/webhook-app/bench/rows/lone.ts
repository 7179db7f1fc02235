import { readFileSync } from "node:fs";
import { join } from "node:path";
import { atMost, toHundredths, withSpread, type Figure, type Row } from "../figure.ts";
import { steadyLoad } from "../load/steady.ts";
import { median } from "../median.ts";
import { startServer } from "../processes/bench-script.ts";
import { startChat, type Chat } from "../processes/chat.ts";
import { startService } from "../processes/service.ts";
import type { Workbench } from "../workbench.ts";

/** Each push is done long before the next one: nothing is grouped. */
const PER_SECOND = 20;

/** Linux counts a process's time in hundredths of a second. */
const TICK_MS = 10;

/** Milliseconds of CPU that a process has spent in all its threads. */
export function cpuMilliseconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
    .replace(/^.*\) /s, "")
    .split(" ");
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
}

async function perPush(bench: Workbench, chat: Chat, pid: number, url: string): Promise<number> {
  const pushes = PER_SECOND * bench.effort.seconds;
  // A warm-up.
  for (const isMeasured of [false, true]) {
    await chat.reset();
    const before = cpuMilliseconds(pid);
    await steadyLoad(bench, url, PER_SECOND);
    await chat.sentAll(pushes);
    if (isMeasured) return (cpuMilliseconds(pid) - before) / pushes;
  }
  return Number.NaN;
}

async function ofService(bench: Workbench, chat: Chat): Promise<number> {
  await using service = await startService(bench, await bench.newStore("SQLite"), chat.origin);
  return await perPush(bench, chat, service.pid, service.url);
}

let files = 0;

async function ofBare(bench: Workbench, chat: Chat): Promise<number> {
  const DATABASE = join(bench.directory, `bare-${++files}.sqlite`);
  await using bare = await startServer(bench, "bare-relay", { DATABASE, CHAT: chat.origin });
  return await perPush(bench, chat, bare.pid, bare.origin);
}

/** The cost of a single push, as most are, against a bare server that stores and forwards, in the same rounds. */
export const loneRow: Row = {
  name: "lone",
  async measure(bench): Promise<Figure[]> {
    await using chat = await startChat(bench);
    const service: number[] = [];
    const bare: number[] = [];
    for (let round = 0; round < bench.effort.rounds; round++) {
      bare.push(await ofBare(bench, chat));
      service.push(await ofService(bench, chat));
    }
    const from = `${withSpread(service, " ms", toHundredths)} against ${withSpread(bare, " ms", toHundredths)}`;
    const what = `CPU of a lone push, at ${PER_SECOND}/s on SQLite / bare node:http that stores and forwards`;
    return [atMost(what, median(service) / median(bare), 1.6, from)];
  },
};
