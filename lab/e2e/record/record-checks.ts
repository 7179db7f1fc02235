import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Reporter, TestModule } from "vitest/node";
import type { Result } from "../check.ts";
import { resultsTable } from "./report-text.ts";

/** Writes all checks of a run in which the scaling has succeeded; its own report is beside them. */
export function recordChecks(): Reporter {
  const began = new Date();
  return {
    async onTestRunEnd(unordered) {
      const files = [...unordered].sort((one, other) => orderOf(one) - orderOf(other));
      const scaling = files.find((file) => file.project.name === "scaling" && file.state() === "passed");
      if (scaling === undefined) return;
      const { parts, folder } = scaling.project.getProvidedContext();
      await mkdir(folder, { recursive: true });
      await writeFile(join(folder, "checks.md"), checksText(began, parts, files.flatMap(resultsOf)));
    },
  };
}

const orderOf = ({ project }: TestModule): number => project.config.sequence.groupOrder;

function resultsOf(file: TestModule): Result[] {
  return [...file.children.allTests("passed")].map((test) => {
    const seconds = (test.diagnostic()?.duration ?? 0) / 1000;
    return { name: test.name, seconds, detail: test.annotations()[0]?.message ?? "" };
  });
}

function checksText(began: Date, parts: readonly string[], results: readonly Result[]): string {
  return `# Run of ${began.toISOString().slice(0, 16).replace("T", " ")} UTC: ${parts.join(", ")}

Written by \`make e2e\`; [the scaling's report](report.md) says on what it ran. The sandbox stands in Rocket.Chat's place and a
registry in GitLab's. The jobs' scripts are those of \`.gitlab-ci.yml\`, in Pods with the runners' settings.${process.env["IMAGE_PUSHER"] === undefined ? "" : HANDED_OVER}

${resultsTable(results)}
`;
}

const HANDED_OVER = `
The packages, the base image and the generator of SBOMs were handed to the builds, because nothing there reaches a public
registry.`;
