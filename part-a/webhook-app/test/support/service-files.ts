import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryDirectory } from "./temporary-directory.ts";

/** An outbox and a recipients file of this test alone, as the service's environment names them. */
export function serviceFiles(recipientsYaml: string): Record<string, string> {
  const directory = temporaryDirectory();
  const file = join(directory, "recipients.yaml");
  writeFileSync(file, recipientsYaml);
  return { DATABASE_URL: `sqlite:${join(directory, "outbox.sqlite")}`, RECIPIENTS_FILE: file };
}
