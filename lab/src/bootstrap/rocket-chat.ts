import type { Cluster } from "../kubernetes/cluster.ts";
import type { Take } from "../step.ts";
import { accessToken } from "./rocket-chat/access-token.ts";
import { bot } from "./rocket-chat/bot.ts";
import { people } from "./rocket-chat/people.ts";
import { readRecipients } from "./rocket-chat/recipients.ts";
import { createAdmin } from "./rocket-chat/session.ts";

/** Sets Rocket.Chat up: the bot, its token, and the people of the recipients file. */
export async function bootstrapRocketChat(take: Take, cluster: Cluster, recipientsFile: string): Promise<void> {
  const { url, close } = await cluster.reach({ namespace: "rocket-chat", name: "rocket-chat", port: "http" });
  const admin = createAdmin(cluster, url);
  const context = { cluster, url, admin };
  try {
    await take(bot(context));
    await take(accessToken(context));
    for (const step of people(context, await readRecipients(recipientsFile))) await take(step);
    await admin.logOut();
  } finally {
    await close();
  }
}
