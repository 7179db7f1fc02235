/**
 * Which commits' lines fit into a message: the required ones, then the newest of the others.
 *
 * @param lines oldest first.
 * @returns their positions, ascending.
 */
export function fitCommits(lines: readonly string[], mustStay: (position: number) => boolean, room: number): number[] {
  const newestFirst = lines.map((_, position) => position).toReversed();
  const wanted = [...newestFirst.filter(mustStay), ...newestFirst.filter((position) => !mustStay(position))];
  let left = room;
  const fitting = wanted.findIndex((position) => (left -= lines[position]?.length ?? 0) < 0);
  return wanted.slice(0, fitting === -1 ? wanted.length : fitting).toSorted((one, other) => one - other);
}
