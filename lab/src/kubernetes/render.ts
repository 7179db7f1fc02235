import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { KubernetesObject } from "@kubernetes/client-node";
import { parseAllDocuments } from "yaml";

const run = promisify(execFile);

/** Ample: the largest folder is 100 kB. */
const LARGEST_OUTPUT = 16 * 1024 * 1024;

/**
 * Renders a folder with a kustomization.yaml, or reads a file. kustomize is a Go program, which kubectl includes.
 *
 * @throws Error if there is no kubectl, or with its error message
 */
export async function render(path: string): Promise<KubernetesObject[]> {
  const { stdout } = await run("kubectl", ["kustomize", path], { maxBuffer: LARGEST_OUTPUT }).catch(
    (error: unknown) => {
      const { code, stderr } = error as { code?: unknown; stderr?: string };
      if (code === "ENOENT") throw new Error("kubectl is not installed: https://kubernetes.io/docs/tasks/tools/");
      throw new Error(`kubectl kustomize ${path}: ${stderr?.trim() ?? String(error)}`);
    },
  );
  return parseAllDocuments(stdout).map((document) => document.toJS() as KubernetesObject);
}
