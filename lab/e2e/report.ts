import { kubectl } from "./kubectl.ts";

/** Runs one check and says how it went; after a failure it shows what the cluster knows about it and ends. */
export async function report(name: string, check: () => Promise<string>): Promise<void> {
  const began = performance.now();
  const seconds = () => `${((performance.now() - began) / 1000).toFixed(1)} s`;
  try {
    const detail = await check();
    process.stdout.write(`ok      ${name} (${seconds()})\n        ${detail}\n`);
  } catch (error) {
    process.stdout.write(`FAILED  ${name} (${seconds()})\n        ${String(error)}\n\n${await evidence()}\n`);
    process.exit(1);
  }
}

async function evidence(): Promise<string> {
  const commands = [
    ["get", "pods", "-A", "-o", "wide"],
    ["-n", "webhook-app", "get", "events", "--field-selector=type=Warning"],
    ["-n", "webhook-app", "logs", "-l", "app.kubernetes.io/name=webhook-app", "--tail=20", "--prefix"],
    ["-n", "webhook-app", "logs", "postgresql-0", "--tail=20"],
  ];
  const outputs = commands.map(async (command) => {
    return `$ kubectl ${command.join(" ")}\n${await kubectl(command).catch(String)}`;
  });
  return (await Promise.all(outputs)).join("\n");
}
