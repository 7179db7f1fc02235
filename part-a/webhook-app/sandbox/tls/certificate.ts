import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto";
import { isIPv4, isIPv6 } from "node:net";
import { bits, der, identifier, integer, octets, sequence, set, TRUE, utcTime, utf8 } from "./der.ts";

/** A certificate and its key; node:crypto has no way to issue one. */
export interface Issued {
  /** PEM. */
  certificate: string;
  key: KeyObject;
  name: string;
  keyIdentifier: Buffer;
}

export interface Wanted {
  name: string;
  /** Host names and addresses; without any it is a certificate authority. */
  hosts?: readonly string[];
  from: Date;
  to: Date;
}

const ECDSA_WITH_SHA256 = sequence(identifier("1.2.840.10045.4.3.2"));

/** Issues an X.509 certificate (RFC 5280) for a new P-256 key, signed by `authority` or, without one, by itself. */
export function issue({ name, hosts, from, to }: Wanted, authority?: Issued): Issued {
  const { privateKey: key, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const info = publicKey.export({ type: "spki", format: "der" });
  const keyIdentifier = createHash("sha1").update(info).digest();
  const extensions = [
    extension("2.5.29.14", octets(keyIdentifier)),
    extension("2.5.29.35", sequence(der(0x80, authority?.keyIdentifier ?? keyIdentifier))),
    ...(hosts ? [extension("2.5.29.17", sequence(...hosts.map(generalName)))] : AUTHORITY_ONLY),
  ];
  const body = sequence(
    der(0xa0, integer(2)),
    integer(1, ...randomBytes(8)),
    ECDSA_WITH_SHA256,
    distinguishedName(authority?.name ?? name),
    sequence(utcTime(from), utcTime(to)),
    distinguishedName(name),
    info,
    der(0xa3, sequence(...extensions)),
  );
  const signature = sign("sha256", body, authority?.key ?? key);
  return { certificate: pem(sequence(body, ECDSA_WITH_SHA256, bits(signature))), key, name, keyIdentifier };
}

/** Basic constraints: an authority; key usage: signing certificates. */
const AUTHORITY_ONLY = [
  extension("2.5.29.19", sequence(TRUE), TRUE),
  extension("2.5.29.15", bits(Buffer.from([0x04]), 2), TRUE),
];

function extension(id: string, value: Buffer, ...critical: Buffer[]): Buffer {
  return sequence(identifier(id), ...critical, octets(value));
}

function distinguishedName(commonName: string): Buffer {
  return sequence(set(sequence(identifier("2.5.4.3"), utf8(commonName))));
}

function generalName(host: string): Buffer {
  if (isIPv4(host)) return der(0x87, Buffer.from(host.split(".").map(Number)));
  if (isIPv6(host)) return der(0x87, addressBytes(host));
  return der(0x82, Buffer.from(host));
}

function addressBytes(host: string): Buffer {
  const [head = [], tail] = host.split("::").map((part) => part.split(":").filter(Boolean));
  const gap = tail === undefined ? [] : Array<string>(8 - head.length - tail.length).fill("0");
  const groups = [...head, ...gap, ...(tail ?? [])];
  return Buffer.from(groups.map((group) => group.padStart(4, "0")).join(""), "hex");
}

function pem(certificate: Buffer): string {
  const lines = certificate.toString("base64").match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join("\n")}\n-----END CERTIFICATE-----\n`;
}
