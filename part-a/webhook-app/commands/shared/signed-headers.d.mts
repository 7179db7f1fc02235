/** The headers by which GitLab >= 19.0 signs a webhook; see signed-headers.mjs. */
export function signedHeaders(token: string, id: string, body: string | Uint8Array): Record<string, string>;
