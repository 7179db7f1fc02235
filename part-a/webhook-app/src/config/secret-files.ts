import { readFileSync } from "node:fs";

/** Variables whose value may be in a file instead, which the variable with the suffix `_FILE` names. */
const SECRETS = [
  "DATABASE_URL",
  "GITLAB_SECRET_TOKENS",
  "GITLAB_SIGNING_TOKENS",
  "ROCKETCHAT_USER_ID",
  "ROCKETCHAT_AUTH_TOKEN",
  "ADMIN_TOKEN",
] as const;

export const FILE_VARIABLES = SECRETS.map((secret) => `${secret}_FILE`);

/** What was configured, in variables or files. A token list from a file is already split. */
interface Given {
  values: Record<string, string | string[]>;
  /** About files that cannot be used. */
  mistakes: string[];
  /** Variables that `mistakes` already covers. */
  blamed: Set<string>;
  /** The variable to name in a mistake: if the value is in a file, the one that names the file. */
  nameOf: (variable: string) => string;
}

/**
 * Reads the variables and the files of secrets; an empty variable counts as unset.
 *
 * @param wanted variables whose files are read; other files are ignored
 */
export function readGiven(env: Record<string, string | undefined>, wanted: ReadonlySet<string>): Given {
  const values: Given["values"] = {};
  for (const [name, value] of Object.entries(env)) if (value) values[name] = value;
  const mistakes: string[] = [];
  const blamed = new Set<string>();
  const fromFile = SECRETS.filter((secret) => wanted.has(secret) && env[`${secret}_FILE`]);
  for (const secret of fromFile) {
    try {
      if (env[secret]) throw new Error(`both are set; set only one of them.`);
      values[secret] = readSecret(secret, String(env[`${secret}_FILE`]));
    } catch (error) {
      const name = env[secret] ? `${secret}, ${secret}_FILE` : `${secret}_FILE`;
      mistakes.push(`${name}: ${error instanceof Error ? error.message : String(error)}`);
      blamed.add(secret);
    }
  }
  const files: ReadonlySet<string> = new Set(fromFile);
  return { values, mistakes, blamed, nameOf: (variable) => (files.has(variable) ? `${variable}_FILE` : variable) };
}

/** The file's content without the newline that editors add at the end; for a token list, its unchanged lines. */
function readSecret(secret: (typeof SECRETS)[number], path: string): string | string[] {
  const text = readFileSync(path, "utf8");
  if (text.trim() === "") throw new Error(`${path} is empty: it must contain the value of ${secret}.`);
  if (secret !== "GITLAB_SECRET_TOKENS" && secret !== "GITLAB_SIGNING_TOKENS") return text.replace(/\r?\n$/, "");
  return text.split(/\r?\n/).filter((line) => line !== "");
}
