/** In the order in which they run. The pipeline comes last, because it changes the Deployment. */
export const PARTS = ["service", "scaling", "pipeline"] as const;

export type Part = (typeof PARTS)[number];

/**
 * The parts that are asked for; all, if none is named.
 *
 * @throws Error that names what is no part
 */
export function chosenParts(names: readonly string[]): readonly Part[] {
  const unknown = names.filter((name) => !PARTS.some((part) => part === name));
  if (unknown.length > 0) throw new Error(`there is no part ${unknown.join(", ")}; there are ${PARTS.join(", ")}`);
  return PARTS.filter((part) => names.length === 0 || names.includes(part));
}
