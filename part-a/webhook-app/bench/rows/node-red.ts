import { atLeast, withSpread, type Figure, type Row } from "../figure.ts";
import { wholeWayRate } from "../load/through.ts";
import { load } from "../load/wrk.ts";
import { median } from "../median.ts";
import { startChat, type Chat } from "../processes/chat.ts";
import { installNodeRed, NODE_RED, startNodeRed } from "../processes/node-red.ts";
import type { Workbench } from "../workbench.ts";

async function nodeRedRate(bench: Workbench, directory: string, chat: Chat): Promise<number> {
  await using nodeRed = await startNodeRed(bench, directory, chat.origin);
  await load(nodeRed.url, bench.bodyFile, 2);
  return (await load(nodeRed.url, bench.bodyFile, bench.effort.seconds)).perSecond;
}

/** End-to-end webhooks per second: ours, which stores them, against a flow that posts before it answers. */
export const nodeRedRow: Row = {
  name: "node-red",
  async measure(bench): Promise<Figure[]> {
    const directory = await installNodeRed(bench);
    if (directory === undefined) {
      return [{ what: `the whole way on SQLite / ${NODE_RED}`, value: "skipped", from: "npm could not install it" }];
    }
    await using chat = await startChat(bench);
    const ours: number[] = [];
    const theirs: number[] = [];
    for (let round = 0; round < bench.effort.rounds; round++) {
      ours.push(await wholeWayRate(bench, chat, "SQLite"));
      theirs.push(await nodeRedRate(bench, directory, chat));
    }
    const from = `${withSpread(ours, "/s")} against ${withSpread(theirs, "/s")}, which stores nothing`;
    return [atLeast(`the whole way on SQLite / ${NODE_RED}`, median(ours) / median(theirs), 2.5, from)];
  },
};
