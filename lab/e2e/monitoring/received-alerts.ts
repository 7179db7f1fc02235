import { kubectl } from "../kubectl.ts";

const SECOND_RECEIVER = "/api/v1/namespaces/alert-receiver/services/alert-receiver:http/proxy/";
const INBOX = "/api/v1/namespaces/rocket-chat/services/rocket-chat:http/proxy/sandbox/messages?recipient=root";

interface Notice {
  /** Epoch seconds. */
  at: number;
  status: "firing" | "resolved";
  alerts: { labels: Record<string, string> }[];
}

/** When the second receiver got a firing alert, since `after` (epoch seconds); undefined: not yet. */
export async function toldSecondReceiver(alert: string, after: number): Promise<number | undefined> {
  const notices = JSON.parse(await kubectl(["get", "--raw", SECOND_RECEIVER])) as Notice[];
  return notices.find(({ at, status, alerts }) => {
    return at >= after && status === "firing" && alerts.some(({ labels }) => labels["alertname"] === alert);
  })?.at;
}

/** The direct message about a firing alert, sent since `after`; undefined: not yet. */
export async function toldInRocketChat(alert: string, after: number): Promise<{ at: number; msg: string } | undefined> {
  const inbox = JSON.parse(await kubectl(["get", "--raw", INBOX])) as { messages: { msg: string; ts: number }[] };
  const found = inbox.messages.find(({ msg, ts }) => ts / 1000 >= after && msg.includes(`FIRING ${alert}`));
  return found && { at: found.ts / 1000, msg: found.msg };
}
