import createClient, { type ClientOptions } from "openapi-fetch";
import type { paths } from "../src/generated/webhook-app.ts";

/**
 * A typed client of this service, from its own contract.
 *
 * A string body is sent unchanged, so that recorded payloads keep their bytes and their signatures stay valid.
 */
export function createWebhookAppClient(options: ClientOptions) {
  return createClient<paths>({
    bodySerializer: (body: unknown) => (typeof body === "string" ? body : JSON.stringify(body)),
    ...options,
  });
}
