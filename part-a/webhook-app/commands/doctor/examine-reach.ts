import type { Asked } from "./asked.ts";
import { broken, ok, warning, type Finding } from "./finding.ts";
import { todoFor } from "./todo-for.ts";
import { wordsOf } from "./words-of.ts";

/** The versions whose source the service was written against; others may behave differently. */
const OLDEST = [7, 7] as const;
const NEWEST = [8, 8] as const;

/** Hosts on the same machine, cluster or private network, where outsiders cannot listen in. */
const INSIDE =
  /^(localhost|127\.|10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|\[::1\]|\[f[cd])|^[^.]+$|\.(svc|local|internal|lan|svc\.cluster\.local)$/i;

/** Whether Rocket.Chat answers, over which connection, and its version. */
export async function examineReach(
  asked: Asked,
  url: string,
  way: string,
): Promise<{ proceed: boolean; findings: Finding[] }> {
  const answer = await asked.version();
  if (answer.status !== "ok") {
    return { proceed: false, findings: [broken("reach", `tried ${way}: ${wordsOf(answer)}`, todoFor(answer))] };
  }
  return { proceed: true, findings: [reached(url, way), version(answer.data.version)] };
}

function reached(url: string, way: string): Finding {
  const { protocol, hostname } = new URL(url);
  if (protocol === "https:") return ok("reach", `answers ${way}; its certificate is valid`);
  if (INSIDE.test(hostname)) return ok("reach", `answers ${way}, unencrypted inside the network`);
  return warning("reach", `answers ${way}, but unencrypted`, "Use an https:// URL: every request contains the token.");
}

function version(version: unknown): Finding {
  const [major = Number.NaN, minor = 0] = typeof version === "string" ? version.split(".").map(Number) : [];
  if (Number.isNaN(major)) return warning("version", "Rocket.Chat does not report its version", "Check it by hand.");
  const saw = `Rocket.Chat ${major}.${minor}`;
  if (isBefore([major, minor], OLDEST)) {
    return warning("version", saw, `Upgrade to a supported version, at least ${OLDEST.join(".")}.`);
  }
  if (isBefore(NEWEST, [major, minor])) {
    return warning("version", saw, `Watch the first messages: the newest version tested is ${NEWEST.join(".")}.`);
  }
  return ok("version", saw);
}

function isBefore(
  [major, minor]: readonly [number, number],
  [otherMajor, otherMinor]: readonly [number, number],
): boolean {
  return major < otherMajor || (major === otherMajor && minor < otherMinor);
}
