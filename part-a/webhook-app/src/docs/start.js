import { labelParts } from "./label-parts.js";
import { plainPaths } from "./plain-paths.js";

const dark = matchMedia("(prefers-color-scheme: dark)");
const followScheme = () => document.documentElement.classList.toggle("dark-mode", dark.matches);
dark.addEventListener("change", followScheme);
followScheme();

globalThis.ui = globalThis.SwaggerUIBundle({
  url: "openapi.json",
  dom_id: "#swagger-ui",
  deepLinking: true,
  tryItOutEnabled: true,
  persistAuthorization: true,
  validatorUrl: null,
  // The one theme whose every colour has a contrast of 4.5.
  syntaxHighlight: { theme: "tomorrow-night" },
  plugins: [plainPaths],
});
labelParts(document.getElementById("swagger-ui"));
