/**
 * Cuts openapi/gitlab.yaml out of GitLab's own OpenAPI document and corrects it. Run by hand, when upstream has
 * something new for us. Upstream's file is doc/api/openapi/openapi_v3.yaml of https://github.com/gitlabhq/gitlabhq
 * at COMMIT below:
 *
 *   node scripts/cut-gitlab-openapi.ts openapi_v3.yaml
 */
import { readFileSync, writeFileSync } from "node:fs";
import { Document, parse } from "yaml";
import { correct, type Correction } from "./openapi-cut/correct.ts";
import { GITLAB_OPERATIONS, GITLAB_PROPERTIES } from "./openapi-cut/gitlab-selection.ts";
import { isObject, type JsonObject } from "./openapi-cut/json.ts";
import { keepProperties } from "./openapi-cut/keep-properties.ts";
import { pickComponents } from "./openapi-cut/pick-components.ts";
import { describeResponses, withoutProse } from "./openapi-cut/pick-operation.ts";
import { refuseNull } from "./openapi-cut/refuse-null.ts";

const COMMIT = "045bf8777ea893e770b49d420febaeb7bf89e24a";

const HEADER = ` GitLab's REST API 19.5: what sets it up, and what has failed webhooks sent again.
 
 Source:  doc/api/openapi/openapi_v3.yaml of https://github.com/gitlabhq/gitlabhq at
          ${COMMIT}
          (cut here from an excerpt of that file, copied by hand: compare before you rely on a surprising detail).
 Licence: CC BY-SA 4.0, by GitLab (info.license below); so is this adaptation of it. The use of the API itself is
          under info.termsOfService.
 Changes: cut and corrected by scripts/cut-gitlab-openapi.ts. Names, types, enums, defaults and required lists are
          GitLab's; its descriptions and examples are left out, and in a few schemas properties that we do not use.
          What GitLab requires in a request is not nullable here (GitLab's document: everything is). Other
          differences come from gitlab.corrections.yaml and say why. Do not edit: change those and run again.`;

function cut(upstream: JsonObject): JsonObject {
  const source = { ...upstream, components: keepProperties(upstream["components"] as JsonObject, GITLAB_PROPERTIES) };
  const paths: JsonObject = {};
  for (const operation of GITLAB_OPERATIONS) {
    const [method = "", path = ""] = operation.split(" ");
    const found = ((upstream["paths"] as JsonObject)[path] as JsonObject | undefined)?.[method];
    if (!isObject(found)) throw new Error(`Upstream has no ${operation}: look for its new name in openapi_v3.yaml.`);
    const picked = describeResponses(withoutProse(found) as JsonObject);
    paths[path] = {
      ...(paths[path] as JsonObject | undefined),
      [method]: { summary: found["summary"] as string, ...picked },
    };
  }
  const { termsOfService, version, license } = upstream["info"] as JsonObject;
  return {
    openapi: "3.0.3",
    info: { title: "GitLab REST API (subset)", termsOfService, version, license } as JsonObject,
    servers: [{ url: "/" }],
    security: [{ apiKey: [] }],
    paths,
    components: {
      securitySchemes: { apiKey: { type: "apiKey", name: "PRIVATE-TOKEN", in: "header" } },
      ...refuseNull(pickComponents([source], paths)),
    },
  };
}

const CORRECTIONS = new URL("../openapi/gitlab.corrections.yaml", import.meta.url);
const OUTPUT = new URL("../openapi/gitlab.yaml", import.meta.url);

const [file] = process.argv.slice(2);
if (file === undefined) throw new Error("Where is upstream's openapi_v3.yaml? Pass it as the argument.");
const document = new Document(cut(parse(readFileSync(file, "utf8")) as JsonObject), { aliasDuplicateObjects: false });
document.commentBefore = HEADER;
for (const correction of parse(readFileSync(CORRECTIONS, "utf8")) as Correction[]) correct(document, correction);
writeFileSync(OUTPUT, document.toString({ lineWidth: 120 }));
