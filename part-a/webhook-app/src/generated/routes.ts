// Generated from src/contract.ts by `npm run generate`. Do not edit.

/** Every route of the public port, and the statuses that it answers with. */
export const ROUTES = [
  { method: "POST", path: "/webhooks/gitlab", statuses: ["200", "202", "400", "401", "413", "415", "503"] },
  { method: "POST", path: "/webhooks/gitlab/explain", statuses: ["200", "400", "401", "413", "415", "503"] },
  { method: "GET", path: "/webhooks", statuses: ["200", "400", "401", "503"] },
  { method: "GET", path: "/webhooks/{id}", statuses: ["200", "400", "401", "404", "503"] },
  { method: "GET", path: "/notifications", statuses: ["200", "400", "401", "503"] },
  { method: "POST", path: "/notifications/retry", statuses: ["200", "400", "401", "413", "415", "503"] },
  { method: "GET", path: "/notifications/{id}", statuses: ["200", "400", "401", "404", "503"] },
  { method: "POST", path: "/notifications/{id}/retry", statuses: ["202", "400", "401", "404", "409", "413", "415", "503"] },
  { method: "GET", path: "/status", statuses: ["200", "400", "401", "503"] },
  { method: "GET", path: "/livez", statuses: ["200"] },
  { method: "GET", path: "/readyz", statuses: ["200", "503"] },
  { method: "GET", path: "/", statuses: ["200"] },
  { method: "GET", path: "/openapi.json", statuses: ["200"] },
  { method: "GET", path: "/docs", statuses: ["200"] },
];
