interface Route {
  method: string;
  path: string;
  responses: object;
}

/** The contract's routes without schemas, which every process needs: creating the schemas takes a tenth of a start. */
export function renderRoutes(routes: readonly Route[]): string {
  const lines = routes.map(({ method, path, responses }) => {
    const statuses = Object.keys(responses).map((status) => JSON.stringify(status));
    return `  { method: "${method.toUpperCase()}", path: "${path}", statuses: [${statuses.join(", ")}] },\n`;
  });
  return (
    "// Generated from src/contract.ts by `npm run generate`. Do not edit.\n\n" +
    "/** Every route of the public port, and the statuses that it answers with. */\n" +
    `export const ROUTES = [\n${lines.join("")}];\n`
  );
}
