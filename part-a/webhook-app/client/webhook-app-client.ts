import createClient, { type ClientOptions } from "openapi-fetch";
import type { paths } from "../src/generated/webhook-app.ts";

/**
 * A typed client of this service, made from its own contract.
 *
 * A string as body is sent as it is, so that recorded payloads keep their bytes and signatures stay valid.
 */
export function createWebhookAppClient(options: ClientOptions) {
  return createClient<paths>({
    bodySerializer: (body: unknown) => (typeof body === "string" ? body : JSON.stringify(body)),
    ...options,
  });
}
