/** Writes what is made from code: the service's OpenAPI document and the JSON Schema of the recipients file. */
import { writeFileSync } from "node:fs";
import { stringify } from "yaml";
import { z } from "zod";
import { createDocument } from "../src/contract.ts";
import { PolicySchema } from "../src/notifications/policy.ts";

const HEADER = "# Generated from src/contract.ts by `npm run generate`. Do not edit.\n";

writeFileSync(
  "openapi/webhook-app.yaml",
  HEADER + stringify(createDocument(), { lineWidth: 120, aliasDuplicateObjects: false }),
);
writeFileSync(
  "recipients.schema.json",
  `${JSON.stringify(z.toJSONSchema(PolicySchema, { io: "input", target: "draft-7" }), null, 2)}\n`,
);
