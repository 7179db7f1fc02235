// Writes part-b/webhook-app-dashboard.yaml. A test checks that the file is up to date.
import { writeFile } from "node:fs/promises";

import { dashboardFile } from "../src/monitoring/dashboard/config-map.ts";

await writeFile(new URL("../../part-b/webhook-app-dashboard.yaml", import.meta.url), dashboardFile());
