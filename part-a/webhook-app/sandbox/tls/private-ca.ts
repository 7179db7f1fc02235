import type { SecureContextOptions } from "node:tls";
import type { Faults } from "../faults.ts";
import { issue, type Issued } from "./certificate.ts";

const DAY_MS = 86_400_000;

/** The hosts of the sandbox's own certificate. */
const HOSTS = ["localhost", "127.0.0.1", "::1"];

/** A stand-in for a company's own certificate authority. */
export interface PrivateCa {
  /** PEM of the authority that clients have to trust, for instance with NODE_EXTRA_CA_CERTS. */
  certificate: string;
  /** The server's current certificate; with two faults an expired one, or another host's. */
  shown(): SecureContextOptions;
}

/** Creates an authority and three certificates, which are valid for a month and stored nowhere. */
export function createPrivateCa(faults: Faults, now = Date.now()): PrivateCa {
  const inDays = (days: number) => new Date(now + days * DAY_MS);
  const valid = { from: inDays(-1), to: inDays(30) };
  const ca = issue({ name: "Sandbox test CA", from: inDays(-60), to: inDays(60) });
  const good = issue({ name: "localhost", hosts: HOSTS, ...valid }, ca);
  const expired = issue({ name: "localhost", hosts: HOSTS, from: inDays(-31), to: inDays(-1) }, ca);
  const anothers = issue({ name: "elsewhere.example.invalid", hosts: ["elsewhere.example.invalid"], ...valid }, ca);

  const current = (): Issued => {
    if (faults.holds("expired_certificate")) return expired;
    return faults.holds("wrong_certificate") ? anothers : good;
  };
  return {
    certificate: ca.certificate,
    shown() {
      const { certificate, key } = current();
      return { cert: certificate, key: key.export({ type: "pkcs8", format: "pem" }) };
    },
  };
}
