import { parsePolicy } from "../../src/notifications/policy.ts";

/** What is wrong with a recipients file, a line each; nothing where it is taken. */
export function mistakesOf(yaml: string): string[] {
  try {
    parsePolicy(yaml, "recipients.yaml");
    return [];
  } catch (error) {
    return (error as Error).message.split("\n");
  }
}
