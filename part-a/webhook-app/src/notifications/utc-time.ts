/** `2026-11-29 14:05 UTC`: unambiguous everywhere, and not markup for Rocket.Chat. */
export function utcTime(epochMs: number): string {
  return `${new Date(epochMs).toISOString().slice(0, 16).replace("T", " ")} UTC`;
}
