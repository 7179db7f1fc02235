import { createHmac } from "node:crypto";

/**
 * The headers by which GitLab >= 19.0 signs a webhook (Standard Webhooks). Plain JavaScript without dependencies, so
 * that any Node >= 18 runs it.
 *
 * @param {string} token `whsec_` and standard base64 of 32 bytes
 * @param {string} id the delivery's id; a repeated id means a repeated delivery
 * @param {string | Uint8Array} body the bytes that are sent
 * @returns {Record<string, string>} with lower-case names
 * @throws {Error} when the token is malformed; the message does not contain the token
 */
export function signedHeaders(token, id, body) {
  const key = Buffer.from(token.replace(/^whsec_/, ""), "base64");
  if (!token.startsWith("whsec_") || key.length !== 32) {
    throw new Error("The signing token is not whsec_<base64 of 32 bytes>.");
  }
  const timestamp = String(Math.floor(Date.now() / 1000));
  const signature = createHmac("sha256", key).update(`${id}.${timestamp}.`).update(body).digest("base64");
  return {
    "webhook-id": id,
    "idempotency-key": id,
    "webhook-timestamp": timestamp,
    "webhook-signature": `v1,${signature}`,
  };
}
