import type { DeliveryResult, Outgoing } from "../../src/relay/delivery.ts";
import { DELIVERED, failed, unavailable } from "./answers.ts";
import { createMemoryOutbox } from "./memory-outbox.ts";
import type { MemoryOutbox } from "./memory-outbox.ts";

/** A Rocket.Chat that posts a message once for each id, and what it received. */
export interface ChatModel {
  outbox: MemoryOutbox;
  posted: Outgoing[];
  /** What happens to the next messages; by default they are posted. */
  answer: (outgoing: Outgoing) => DeliveryResult | "posted, but the answer is lost";
  deliver: (outgoing: Outgoing) => Promise<DeliveryResult>;
  find: (outgoing: Outgoing) => Promise<"there" | "absent" | "unknown">;
  down: boolean;
  /** Adds notifications that each have a SHA of their own. */
  put: (recipient: string, count?: number) => number[];
  /** How often each SHA was delivered to the recipient, in the order of the notifications. */
  timesTold: (recipient: string) => number[];
  /** The recipient's SHAs in the order of their delivery. */
  order: (recipient: string) => string[];
  shas: (recipient: string) => string[];
}

const SHA = /\b[0-9a-f]{40}\b/g;

export function createChatModel(): ChatModel {
  const outbox = createMemoryOutbox(Date.now);
  const byId = new Map<string, Outgoing>();
  let made = 0;

  function post(outgoing: Outgoing): DeliveryResult {
    if (byId.has(outgoing.messageId)) return { status: "delivered", found: true };
    byId.set(outgoing.messageId, { ...outgoing });
    model.posted.push({ ...outgoing });
    return DELIVERED;
  }

  const told = (recipient: string): string[] =>
    model.posted.filter((one) => one.recipient === recipient).flatMap(({ text }) => text.match(SHA) ?? []);

  const model: ChatModel = {
    outbox,
    posted: [],
    answer: () => DELIVERED,
    down: false,
    async deliver(outgoing) {
      if (model.down) return unavailable("unreachable");
      const result = model.answer(outgoing);
      if (result === "posted, but the answer is lost") {
        post(outgoing);
        return { ...failed("timeout"), mayArrive: true } as DeliveryResult;
      }
      return result.status === "delivered" ? post(outgoing) : result;
    },
    async find({ messageId }) {
      if (model.down) return "unknown";
      return byId.has(messageId) ? "there" : "absent";
    },
    put: (recipient, count = 1) =>
      Array.from({ length: count }, () => {
        const sha = (made += 1).toString(16).padStart(40, "0");
        const [id = 0] = outbox.put(recipient, 1, { sha, text: `Jane pushed\nHead: ${sha}`, messageId: `own-${sha}` });
        return id;
      }),
    timesTold: (recipient) => {
      const shas = told(recipient);
      return model.shas(recipient).map((sha) => shas.filter((one) => one === sha).length);
    },
    order: told,
    shas: (recipient) => [...outbox.rows.values()].filter((row) => row.recipient === recipient).map(({ sha }) => sha),
  };
  return model;
}
