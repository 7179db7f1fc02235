import { success } from "../answers.ts";
import { operation } from "../operation.ts";
import { anything } from "../schemas.ts";

/** Anonymous callers are told major and minor version only. */
export const info = operation({
  name: "info",
  method: "GET",
  paths: ["/api/info"],
  input: anything,
  anonymous: true,
  run: () => success({ version: "8.8", minimumClientVersions: { desktop: "4.0.0", mobile: "4.0.0" } }),
});
