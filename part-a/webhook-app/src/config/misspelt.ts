/** Shorter names are too near to names of others: HOST is two letters from HOME. */
const SHORTEST = 8;

/** A letter replaced, or two left out: see `distanceOf`. */
const ONE_MISTAKE = 2;

/** Nobody else's variables begin so. */
const OURS = /^(ROCKET_?CHAT_|GITLAB_SECRET|GITLAB_SIGNING)/;

/**
 * What Kubernetes puts into a container for each Service of its namespace, as ROCKET_CHAT_SERVICE_HOST and
 * ROCKET_CHAT_PORT=tcp://10.0.0.1:3000.
 */
const SERVICE_LINK = /_SERVICE_(HOST|PORT)(_|$)|_PORT_\d+_(TCP|UDP|SCTP)(_|$)/;
const SERVICE_LINK_VALUE = /^(tcp|udp|sctp):\/\//;

/**
 * The mistakes of an environment in which variables look like ours and are not: they would change nothing, unnoticed.
 *
 * @param known every variable that the service reads
 */
export function misspelt(env: Record<string, string | undefined>, known: readonly string[]): string[] {
  const names = new Set(known);
  return Object.entries(env).flatMap(([name, value]) => {
    if (!value || names.has(name) || SERVICE_LINK.test(name) || SERVICE_LINK_VALUE.test(value)) return [];
    const meant = nearest(name.toUpperCase(), known);
    return meant === undefined ? [] : [`${name}: is not a variable of this service. Did you mean ${meant}?`];
  });
}

function nearest(name: string, known: readonly string[]): string | undefined {
  const isOurs = OURS.test(name);
  const [closest] = known
    // Most variables of an environment are far from all of ours, and comparing each with each took a twentieth of a start.
    .filter((candidate) => isOurs || Math.abs(candidate.length - name.length) <= ONE_MISTAKE)
    .map((candidate) => ({ candidate, distance: distanceOf(name, candidate) }))
    .sort((a, b) => a.distance - b.distance);
  if (!closest) return undefined;
  const { candidate, distance } = closest;
  const isNear = candidate.length >= SHORTEST && distance <= ONE_MISTAKE;
  return isNear || isOurs ? candidate : undefined;
}

/** How many letters must be put in or left out to make one of the other: ROCKETCHAT_TOKEN lacks five, and none is wrong. */
function distanceOf(a: string, b: string): number {
  let above = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 0; row < a.length; row++) {
    const line = [row + 1];
    for (let column = 0; column < b.length; column++) {
      const changed = Math.min(above[column + 1] ?? 0, line[column] ?? 0) + 1;
      line.push(a[row] === b[column] ? (above[column] ?? 0) : changed);
    }
    above = line;
  }
  return above.at(-1) ?? 0;
}
