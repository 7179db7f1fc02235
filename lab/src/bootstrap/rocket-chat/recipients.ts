import { readFile } from "node:fs/promises";
import { parse } from "yaml";

/**
 * Reads who may be notified by a recipients file: everybody to whom somebody is mapped, the members of groups, and
 * everybody whom a rule names with "@". Those reached through `same_usernames` are not in the file.
 *
 * @returns their Rocket.Chat usernames
 */
export async function readRecipients(file: string): Promise<string[]> {
  const { rules, people, groups } = parse(await readFile(file, "utf8")) as {
    rules?: { notify?: string[] }[];
    people?: Record<string, string | null>;
    groups?: Record<string, string[]>;
  };
  const mapped = Object.values(people ?? {}).filter((recipient) => recipient !== null);
  const named = (rules ?? []).flatMap(({ notify = [] }) => notify).filter((whom) => whom.startsWith("@"));
  return [...new Set([...mapped, ...Object.values(groups ?? {}).flat(), ...named.map((whom) => whom.slice(1))])];
}
