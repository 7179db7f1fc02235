import type { Asked } from "./asked.ts";
import { examineAccount } from "./examine-account.ts";
import { examineReach } from "./examine-reach.ts";
import { examineSending } from "./examine-sending.ts";
import { examineSettings } from "./examine-settings.ts";
import type { Finding } from "./finding.ts";

/**
 * Asks one Rocket.Chat, with the bot's account, everything that the service's promise rests on. It writes into the
 * bot's direct room with itself alone, and deletes what it wrote.
 *
 * @param url for the words of the findings
 * @param way how the connection is made, for the same: `directly`, `through the proxy proxy.example.com:3128`
 * @returns the findings in the order of the checks; what cannot be asked any more, because Rocket.Chat or the account is
 *   out of reach, is left out
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
