import { readFile } from "node:fs/promises";
import { parse } from "yaml";

/**
 * Reads who may be told by a recipients file: everybody to whom somebody is mapped, and whoever a rule names by "@".
 *
 * @returns their Rocket.Chat usernames
 */
export async function readRecipients(file: string): Promise<string[]> {
  const { rules, people } = parse(await readFile(file, "utf8")) as {
    rules?: { notify?: string[] }[];
    people?: Record<string, string>;
  };
  const named = (rules ?? []).flatMap(({ notify = [] }) => notify).filter((whom) => whom.startsWith("@"));
  return [...new Set([...Object.values(people ?? {}), ...named.map((whom) => whom.slice(1))])];
}
