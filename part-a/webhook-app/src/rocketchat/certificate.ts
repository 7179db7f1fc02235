import { once } from "node:events";
import { connect, type TLSSocket } from "node:tls";

const TIMEOUT_MS = 2_000;

/**
 * Describes a server's certificate: names, issuer, expiry. For a server whose certificate was rejected: nothing is
 * sent over this connection, so it may be insecure.
 *
 * @returns undefined if the server does not send one in time
 */
export async function describeCertificate(url: URL): Promise<string | undefined> {
  const host = url.hostname.replace(/^\[(.*)\]$/, "$1");
  const port = Number(url.port || 443);
  const socket = connect({ host, port, servername: isName(host) ? host : "", rejectUnauthorized: false });
  try {
    await once(socket, "secureConnect", { signal: AbortSignal.timeout(TIMEOUT_MS) });
    return describe(socket);
  } catch {
    return undefined;
  } finally {
    socket.on("error", () => undefined).destroy();
  }
}

function describe(socket: TLSSocket): string {
  const { subject, subjectaltname, issuer, valid_to: validTo } = socket.getPeerCertificate();
  const names = subjectaltname?.replaceAll(/(?:DNS|IP Address):/g, "") ?? nameOf(subject);
  return `certificate for ${names}, issued by ${nameOf(issuer)}, valid until ${validTo}`;
}

function nameOf(name: { CN?: string | string[]; O?: string | string[] } | undefined): string {
  return [name?.CN ?? name?.O ?? "somebody without a name"].flat().join(", ");
}

/** In TLS, a server name cannot be an IP address. */
function isName(host: string): boolean {
  return !/^[\d.]+$|:/.test(host);
}
