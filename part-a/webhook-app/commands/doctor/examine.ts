import type { Asked } from "./asked.ts";
import { examineAccount } from "./examine-account.ts";
import { examineReach } from "./examine-reach.ts";
import { examineSending } from "./examine-sending.ts";
import { examineSettings } from "./examine-settings.ts";
import type { Finding } from "./finding.ts";

/**
 * Checks one Rocket.Chat, with the bot's account, for everything that the service's guarantees depend on. It writes
 * only into the bot's direct room with itself, and deletes what it wrote.
 *
 * @param url for the findings' text
 * @param way how the connection is made, for the same: `directly`, `through the proxy proxy.example.com:3128`
 * @returns the findings in the order of the checks; without those that cannot be made because Rocket.Chat or the
 *   account is out of reach
 */
export async function examine(asked: Asked, url: string, way: string): Promise<Finding[]> {
  const reached = await examineReach(asked, url, way);
  if (!reached.proceed) return reached.findings;
  const account = await examineAccount(asked);
  if (account.username === undefined) return [...reached.findings, ...account.findings];
  return [
    ...reached.findings,
    ...account.findings,
    ...(await examineSettings(asked)),
    ...(await examineSending(asked, account.username)),
  ];
}
