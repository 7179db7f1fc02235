import { createCall } from "../../src/rocketchat/call.ts";
import { describeCertificate } from "../../src/rocketchat/certificate.ts";
import { createRocketChatClient } from "../../src/rocketchat/client.ts";
import { createWitness } from "../../src/rocketchat/evidence.ts";
import { createAsked } from "./asked.ts";
import { examine } from "./examine.ts";
import type { Finding } from "./finding.ts";
import type { DoctorSettings } from "./settings.ts";

/** For each whole request; the service itself waits as long. */
const TIMEOUT_MS = 10_000;

/**
 * Connects to the Rocket.Chat of the settings and examines it.
 *
 * @throws When the token or the user id cannot be sent in a header
 */
export async function runDoctor(settings: DoctorSettings): Promise<Finding[]> {
  const { client, close, proxied } = createRocketChatClient({ ...settings, connections: 1, timeoutMs: TIMEOUT_MS });
  const call = createCall<string>({
    clock: Date.now,
    witness: createWitness(settings.authToken),
    lookAtCertificate: async () => (proxied ? undefined : describeCertificate(new URL(settings.url))),
  });
  const way = proxied ? "as the proxy variables say" : "directly";
  try {
    return await examine(createAsked(client, call, new AbortController().signal), settings.url, way);
  } finally {
    await close();
  }
}
