/** Delivers one message with the environment's trust and proxies, and prints what came of it: for tests, as a process. */
import { readProxy } from "../../src/config/proxy.ts";
import { shorten } from "../../src/notifications/shorten.ts";
import { createRocketChat } from "../../src/rocketchat/rocket-chat.ts";

const rocketChat = createRocketChat({
  url: process.argv[2] ?? "",
  userId: "bot-id",
  authToken: "secret-token",
  connections: 1,
  proxy: readProxy(process.env),
  shorten,
  clock: Date.now,
});
const outgoing = { messageId: "m1", recipient: "jane", text: "pushed" };
process.stdout.write(JSON.stringify(await rocketChat.deliver(outgoing, new AbortController().signal)));
await rocketChat.close();
