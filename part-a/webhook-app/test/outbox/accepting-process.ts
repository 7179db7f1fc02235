import { openOutbox } from "../../src/outbox/open.ts";
import { newWebhook, OPTIONS } from "./harness.ts";

/** Opens the outbox at the given path, says so, then accepts without end and writes each acknowledged webhook's id. */
const [, , path] = process.argv;
const outbox = await openOutbox(`sqlite:${path}`, OPTIONS);
process.stdout.write("open\n");

async function acceptWithoutEnd(): Promise<never> {
  for (;;) {
    const webhook = newWebhook({});
    await outbox.accept(webhook, Date.now());
    process.stdout.write(`${webhook.webhookId}\n`);
  }
}

await Promise.all(Array.from({ length: 20 }, acceptWithoutEnd));
