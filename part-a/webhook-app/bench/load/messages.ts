/** Who is notified of the pushes. */
export const RECIPIENTS = Array.from({ length: 200 }, (_, index) => `bench-${String(index).padStart(3, "0")}`);

/** As long as for a push of four commits. */
const TAIL = "A commit's title of usual length, linked to it in GitLab and followed by its whole SHA. ".repeat(6);

/** A message text like those that the service makes. */
export function textOf(number: number): string {
  return `Push ${number} to main of platform/api. ${TAIL}`;
}
