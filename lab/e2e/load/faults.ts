import { kubectl } from "../kubectl.ts";

/** A fault of the sandbox: sandbox/faults.ts. */
export interface Fault {
  kind: "down" | "slow";
  operation?: string;
  delayMs?: number;
}

const PUT = `fetch("http://127.0.0.1:3000/sandbox/faults", {
  method: "PUT",
  headers: { "content-type": "application/json" },
  body: JSON.stringify({ faults: JSON.parse(process.argv[1]) }),
}).then(async (answer) => {
  if (!answer.ok) throw new Error(await answer.text());
});`;

/** Makes the stand-in Rocket.Chat fail in exactly these ways. */
export async function setFaults(faults: Fault[]): Promise<void> {
  const pod = ["-n", "rocket-chat", "exec", "deployment/rocket-chat", "--"];
  await kubectl([...pod, "node", "-e", PUT, JSON.stringify(faults)]);
}
