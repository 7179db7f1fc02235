import { kubectl } from "./kubectl.ts";
import { shaOf } from "./manifests/client/push.ts";
import { until } from "../src/until.ts";

const MESSAGES = "/api/v1/namespaces/rocket-chat/services/rocket-chat:http/proxy/sandbox/messages";

interface Message {
  recipient: string;
  msg: string;
}

async function messages(): Promise<Message[]> {
  return (JSON.parse(await kubectl(["get", "--raw", MESSAGES])) as { messages: Message[] }).messages;
}

/**
 * Waits until every push of a run is a direct message, then checks that none is there twice.
 *
 * @throws Error that names the missing or doubled SHAs
 */
export async function expectOneMessageEach(run: string, count: number, seconds = 60): Promise<void> {
  const shas = Array.from({ length: count }, (_, index) => shaOf(run, index));
  const found = await until(`a message for each of ${count} pushes of ${run}`, seconds, async (still) => {
    const counts = await countBySha(run);
    const missing = shas.filter((sha) => !counts.has(sha));
    return missing.length === 0 ? counts : still(`${missing.length} missing: ${missing.slice(0, 5).join(" ")}`);
  });
  const doubled = shas.filter((sha) => found.get(sha) !== 1);
  if (doubled.length > 0)
    throw new Error(`${doubled.length} pushes were delivered twice: ${doubled.slice(0, 5).join(" ")}`);
}

/** How many messages contain each SHA; a message contains its own several times. */
async function countBySha(run: string): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  for (const { msg } of await messages()) {
    if (!msg.includes(run)) continue;
    const shas = new Set(msg.match(/\b[0-9a-f]{40}\b/g));
    for (const sha of shas) counts.set(sha, (counts.get(sha) ?? 0) + 1);
  }
  return counts;
}

/** The number of messages for one push. */
export async function messagesFor(run: string, index: number): Promise<number> {
  return (await countBySha(run)).get(shaOf(run, index)) ?? 0;
}
