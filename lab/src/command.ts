import { parseArgs } from "node:util";
import { ApiException, KubeConfig, VersionApi } from "@kubernetes/client-node";
import { errorText } from "./error-text.ts";
import { connect } from "./kubernetes/connect.ts";
import type { Cluster } from "./kubernetes/cluster.ts";

/** Prints a line. */
export function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/**
 * Reads a command's options, all of which are flags.
 *
 * @param options what each one does, for --help
 * @returns the names of the given ones; undefined if help was requested and has been printed
 */
export function readFlags(usage: string, options: Record<string, string>): Set<string> | undefined {
  const names = [...Object.keys(options), "help"];
  const flags = Object.fromEntries(names.map((name) => [name, { type: "boolean" as const }]));
  const { values } = parseArgs({ options: flags });
  if (values["help"] !== true) return new Set(Object.keys(values));
  const lines = Object.entries(options).map(([name, does]) => `  --${name.padEnd(12)} ${does}`);
  say([usage, ...lines].join("\n"));
  return undefined;
}

/**
 * Reads the current kube context and prints its cluster.
 *
 * @throws Error if there is none, or the kubeconfig cannot be read
 */
export function currentContext(): KubeConfig {
  const config = new KubeConfig();
  try {
    config.loadFromDefault();
  } catch (error) {
    throw new Error(`the kubeconfig cannot be read (${errorText(error)}): set KUBECONFIG to a valid one`, {
      cause: error,
    });
  }
  const server = config.getCurrentCluster()?.server;
  // The library's default if it finds no configuration.
  if (server === undefined || config.getCurrentContext() === "loaded-context") {
    throw new Error("no kube context: kind create cluster --config lab/kind.yaml, or set KUBECONFIG");
  }
  say(`kube context ${config.getCurrentContext()} (${server})`);
  return config;
}

/** @throws Error if the cluster does not answer or rejects the user */
export async function openCluster(config: KubeConfig): Promise<Cluster> {
  const cluster = connect(config);
  await config
    .makeApiClient(VersionApi)
    .getCode()
    .catch((error: unknown) => {
      const answer = error instanceof ApiException ? `answers ${error.code}` : `does not answer (${errorText(error)})`;
      throw new Error(`the cluster ${answer}: is it running, and is this the right kube context?`);
    });
  return cluster;
}

/** Runs a command; prints errors without a stack trace, which would not help its user. */
export async function runCommand(command: () => Promise<void>): Promise<void> {
  try {
    await command();
  } catch (error) {
    process.stderr.write(`\n${errorText(error)}\n`);
    process.exitCode = 1;
  }
}
