/** The project that holds this repository; its owner is GitLab's first administrator. */
export const PROJECT = { owner: "root", name: "webhook-app" };
export const PROJECT_PATH = `${PROJECT.owner}/${PROJECT.name}`;
