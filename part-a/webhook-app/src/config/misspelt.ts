/** Shorter names are too close to other variables: HOST is two letters from HOME. */
const SHORTEST = 8;

/** One letter replaced, or two left out: see `distanceOf`. */
const ONE_MISTAKE = 2;

/** No other program's variables begin like this. */
const OURS = /^(ROCKET_?CHAT_|GITLAB_SECRET|GITLAB_SIGNING)/;

/**
 * Variables that Kubernetes adds for each Service of the namespace, such as ROCKET_CHAT_SERVICE_HOST and
 * ROCKET_CHAT_PORT=tcp://10.0.0.1:3000.
 */
const SERVICE_LINK = /_SERVICE_(HOST|PORT)(_|$)|_PORT_\d+_(TCP|UDP|SCTP)(_|$)/;
const SERVICE_LINK_VALUE = /^(tcp|udp|sctp):\/\//;

/**
 * Reports variables that look like ours but are not: they would silently have no effect.
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
    // Skips most variables early: comparing each with each of ours took a twentieth of the start.
    .filter((candidate) => isOurs || Math.abs(candidate.length - name.length) <= ONE_MISTAKE)
    .map((candidate) => ({ candidate, distance: distanceOf(name, candidate) }))
    .sort((a, b) => a.distance - b.distance);
  if (!closest) return undefined;
  const { candidate, distance } = closest;
  const isNear = candidate.length >= SHORTEST && distance <= ONE_MISTAKE;
  return isNear || isOurs ? candidate : undefined;
}

/** How many letters to insert or remove to turn one into the other: ROCKETCHAT_TOKEN lacks five, and none is wrong. */
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
