import { parseArgs } from "node:util";

export const USAGE = `Usage: npm run explain -- PAYLOAD.json... --recipients FILE [--json]
       npm run explain -- --matrix FOLDER --recipients FILE [--json]

Shows who would be notified of a webhook, by which rule, and the message; or why nobody would. Nothing is sent or stored.

  PAYLOAD.json       a webhook's body, as GitLab shows it under "Recent events"
  --recipients FILE  the recipients file
  --matrix FOLDER    a table of who would be notified of each .json file in the folder and below
  --json             for programs: one object per payload, as POST /webhooks/gitlab/explain answers

Exits with 0, or with 2 if the recipients file or a payload has a mistake.
`;

export interface ExplainOptions {
  recipients: string;
  json: boolean;
  /** The files to explain, or the folder to show as a table. */
  payloads: { files: string[] } | { folder: string };
}

/**
 * @returns undefined when only the usage was asked for
 * @throws Error that says what is wrong with the arguments
 */
export function readOptions(args: string[]): ExplainOptions | undefined {
  const { values, positionals: files } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      recipients: { type: "string" },
      matrix: { type: "string" },
      json: { type: "boolean", default: false },
      help: { type: "boolean", short: "h" },
    },
  });
  const { recipients, matrix: folder, json } = values;
  if (values.help) return undefined;
  if (!recipients) throw new Error("--recipients FILE is missing; --help shows the usage.");
  if (folder === undefined && files.length === 0)
    throw new Error("Give a payload file, or --matrix and a folder; --help shows the usage.");
  if (folder !== undefined && files.length > 0)
    throw new Error("Give either payload files or --matrix and a folder, not both.");
  return { recipients, json, payloads: folder === undefined ? { files } : { folder } };
}
