import { fileURLToPath } from "node:url";
import type { Workbench } from "../workbench.ts";
import { startScript, type Script } from "./script.ts";

export type BenchServer = "raw-server" | "bare-relay" | "chat-stub" | "storeless-service";

/** The path of one of the scripts in this folder. */
export function benchScript(name: string): string {
  return fileURLToPath(new URL(`${name}.ts`, import.meta.url));
}

/** Starts one of the bench's own servers. */
export async function startServer(
  bench: Workbench,
  name: BenchServer,
  env: Record<string, string> = {},
): Promise<Script & { origin: string }> {
  const script = await startScript(bench.directory, [benchScript(name)], env);
  return { ...script, origin: `http://127.0.0.1:${script.port}` };
}
