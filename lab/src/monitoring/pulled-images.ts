/**
 * The images that nodes pull for rendered manifests: of containers, of the operator's kinds, and of Pods that the
 * operator starts.
 */
export function pulledImages(rendered: string): string[] {
  const named = rendered.matchAll(/(?:^\s*(?:- )?image: |--prometheus-config-reloader=)"?([^"\s]+)"?$/gm);
  return [...new Set([...named].map(([, image = ""]) => image))].sort();
}
