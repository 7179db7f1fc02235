import type { Step } from "../../step.ts";
import { answered } from "./client.ts";
import type { GitLabContext } from "./context.ts";
import { PROJECT, PROJECT_PATH } from "./project-path.ts";

/** The project that this repository is pushed to, with its registry. */
export function project({ client, writer, projectId }: GitLabContext): Step {
  return {
    name: `GitLab: project ${PROJECT_PATH}`,
    async check() {
      const params = { path: { id: PROJECT_PATH } };
      const result = await client.get().GET("/api/v4/projects/{id}", { params });
      if (result.response.status === 404) return "created, private, with a registry";
      const found = answered(`to show ${PROJECT_PATH}`, result);
      if (found.container_registry_access_level === "disabled") {
        throw new Error(
          `the registry of ${PROJECT_PATH} is off: turn it on under Settings > General > Visibility, ` +
            "Container registry",
        );
      }
      projectId.set(found.id);
      return undefined;
    },
    async change() {
      const body = {
        name: PROJECT.name,
        path: PROJECT.name,
        visibility: "private" as const,
        container_registry_access_level: "enabled" as const,
        // The instance has no shared runners: a job without a runner of the project should wait visibly.
        shared_runners_enabled: false,
      };
      answered(`to create ${PROJECT_PATH}`, await (await writer.client()).POST("/api/v4/projects", { body }));
    },
  };
}
