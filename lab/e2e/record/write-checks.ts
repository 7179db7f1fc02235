import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Part } from "../parts.ts";
import { results } from "../report.ts";
import { resultsTable } from "./report-text.ts";

/** Writes all checks of a run; the scaling's own report is beside it. */
export async function writeChecks(
  folder: string,
  parts: readonly Part[],
  began: Date,
  handedOver: boolean,
): Promise<void> {
  const day = began.toISOString().slice(0, 16).replace("T", " ");
  await mkdir(folder, { recursive: true });
  await writeFile(
    join(folder, "checks.md"),
    `# Run of ${day} UTC: ${parts.join(", ")}

Written by \`make e2e\`; [the scaling's report](report.md) says on what it ran. The sandbox stands in Rocket.Chat's place and a
registry in GitLab's. The jobs' scripts are those of \`.gitlab-ci.yml\`, in Pods with the runners' settings.${handedOver ? HANDED_OVER : ""}

${resultsTable(results())}
`,
  );
}

const HANDED_OVER = `
The packages, the base image and the generator of SBOMs were handed to the builds, because nothing there reaches a public
registry.`;
