/** `2026-11-29 14:05 UTC`: read alike everywhere, and no markup to Rocket.Chat. */
export function utcTime(epochMs: number): string {
  return `${new Date(epochMs).toISOString().slice(0, 16).replace("T", " ")} UTC`;
}
