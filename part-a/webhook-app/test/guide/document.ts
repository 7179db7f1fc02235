import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** Of this package's repository. */
export const REPOSITORY = new URL("../../../../", import.meta.url);

export const ROOT = fileURLToPath(REPOSITORY);

/** What newcomers and operators read. */
export const PAGES = [
  "README.md",
  "CONTRIBUTING.md",
  "part-a/README.md",
  "part-a/webhook-app/README.md",
  "part-a/k8s-manifests/README.md",
  "part-b/README.md",
  "part-b/runbook.md",
  ...readdirSync(join(ROOT, "docs"), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".md"))
    .map((file) => `docs/${file}`),
];

export const read = (path: string): string => readFileSync(new URL(path, REPOSITORY), "utf8");

/** What stands under a heading of a Markdown document, up to the next heading of the same level or above. */
export function section(document: string, heading: string): string {
  const level = heading.indexOf(" ");
  const start = document.indexOf(`\n${heading}\n`);
  if (start < 0) throw new Error(`There is no heading "${heading}".`);
  const rest = document.slice(start + heading.length + 2);
  const end = rest.search(new RegExp(`^#{1,${level}} `, "m"));
  return end < 0 ? rest : rest.slice(0, end);
}

/** The fenced blocks of a language, in their order. */
export function blocks(markdown: string, language: string): string[] {
  return [...markdown.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)].flatMap(([, of, text = ""]) =>
    of === language ? [text] : [],
  );
}

/** Puts what a reader would put in place of an example; each example must be there. */
export function replaceExamples(text: string, examples: Record<string, string>): string {
  return Object.entries(examples).reduce((changed, [example, real]) => {
    if (!changed.includes(example)) throw new Error(`"${example}" is not in: ${text}`);
    return changed.replaceAll(example, real);
  }, text);
}
