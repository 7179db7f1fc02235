/**
 * Writes everything that is generated from code: the OpenAPI document, the list of routes, the JSON Schema of the
 * recipients file, the tables of outcomes and messages.
 */
import { writeFileSync } from "node:fs";
import { stringify } from "yaml";
import { z } from "zod";
import { createDocument, PUBLIC_ROUTES } from "../src/contract.ts";
import { PolicySchema } from "../src/notifications/policy.ts";
import { messagesDocument } from "./messages-document.ts";
import { renderOutcomes } from "./render-outcomes.ts";
import { renderRoutes } from "./render-routes.ts";

const HEADER = "# Generated from src/contract.ts by `npm run generate`. Do not edit.\n";

writeFileSync(
  "openapi/webhook-app.yaml",
  HEADER + stringify(createDocument(), { lineWidth: 120, aliasDuplicateObjects: false }),
);
writeFileSync("src/generated/routes.ts", renderRoutes(PUBLIC_ROUTES));
writeFileSync(
  "recipients.schema.json",
  `${JSON.stringify(z.toJSONSchema(PolicySchema, { io: "input", target: "draft-7" }), null, 2)}\n`,
);
writeFileSync("../../docs/outcomes.md", renderOutcomes());
writeFileSync("../../docs/messages.md", messagesDocument());
