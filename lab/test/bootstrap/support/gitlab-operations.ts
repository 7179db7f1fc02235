import { type GitLabState, type Hook, type Runner, startPipeline, type Token } from "./gitlab-state.ts";

interface Input {
  path: Record<string, string>;
  query: URLSearchParams;
  body: Record<string, never>;
  /** Who asks. */
  token: string;
}

export type Answer = [status: number, body: unknown];
type Handler = (state: GitLabState, input: Input) => Answer;

const NOT_FOUND: Answer = [404, { message: "404 Not Found" }];
const DAY = "2026-11-26T00:00:00.000Z";

/** Operations as the document names them. */
export const OPERATIONS: Record<string, Handler> = {
  "get /api/v4/personal_access_tokens/self": ({ tokens }, { token }) => {
    return [200, shownToken(tokens.get(token)!)];
  },
  "delete /api/v4/personal_access_tokens/self": ({ tokens }, { token }) => {
    tokens.delete(token);
    return [204, undefined];
  },
  "get /api/v4/application/settings": ({ settings }) => [200, settings],
  "put /api/v4/application/settings": (state, { body }) => {
    Object.assign(state.settings, body);
    return [200, state.settings];
  },
  "get /api/v4/projects/{id}": (state, { path }) => {
    const { project } = state;
    const known = project !== undefined && ["root/webhook-app", String(project.id)].includes(path["id"] ?? "");
    return known ? [200, projectOf(state)] : NOT_FOUND;
  },
  "post /api/v4/projects": (state, { body }) => {
    if (state.project !== undefined) return [400, { message: { name: ["has already been taken"] } }];
    state.project = { id: state.nextId(), fields: body };
    return [201, projectOf(state)];
  },
  "get /api/v4/projects/{id}/protected_branches": ({ protectedBranches }) => [200, protectedBranches],
  "post /api/v4/projects/{id}/protected_branches": (state, { body }) => {
    const { name, allow_force_push } = body;
    const branch = { id: state.nextId(), name, allow_force_push };
    state.protectedBranches.push(branch);
    return [201, branch];
  },
  "post /api/v4/user/runners": (state, { body }) => {
    const id = state.nextId();
    const runner: Runner = { ...(body as object), id, token: `glrt-${id}`, description: String(body["description"]) };
    state.runners.push(runner);
    return [201, { id, token: runner.token, token_expires_at: null }];
  },
  "get /api/v4/runners/{id}": (state, { path }) => withRunner(state, path, shown),
  "put /api/v4/runners/{id}": (state, { path, body }) => {
    return withRunner(state, path, (runner) => shown(Object.assign(runner, body)));
  },
  "delete /api/v4/runners/{id}": (state, { path }) => {
    state.runners = state.runners.filter(({ id }) => id !== Number(path["id"]));
    return [204, undefined];
  },
  "get /api/v4/projects/{id}/runners": ({ runners }) => [
    200,
    runners.map(({ id, description }) => ({ id, description, status: "online" })),
  ],
  "get /api/v4/projects/{id}/hooks": ({ hooks }) => [200, hooks.map(hookOf)],
  "post /api/v4/projects/{id}/hooks": (state, { body }) => {
    if (state.settings["allow_local_requests_from_web_hooks_and_services"] !== true) {
      return [422, { error: "Invalid url given" }];
    }
    state.settingsAreCachedFor -= 1;
    if (state.settingsAreCachedFor >= 0) return [422, { error: "Invalid url given" }];
    const hook = { ...kept(state, body), id: state.nextId() } as Hook;
    state.hooks.push(hook);
    return [201, hookOf(hook)];
  },
  "put /api/v4/projects/{id}/hooks/{hook_id}": (state, { path, body }) => {
    const hook = state.hooks.find(({ id }) => id === Number(path["hook_id"]));
    return hook === undefined ? NOT_FOUND : [200, hookOf(Object.assign(hook, kept(state, body)))];
  },
  "get /api/v4/projects/{id}/variables": ({ variables }) => [200, variables],
  "post /api/v4/projects/{id}/variables": (state, { body }) => {
    const variable = { variable_type: "env_var", environment_scope: "*", hidden: false, ...(body as object) };
    state.variables.push(variable);
    return [201, variable];
  },
  "put /api/v4/projects/{id}/variables/{key}": (state, { path, body }) => {
    const { filter, ...fields } = body as { filter?: { environment_scope: string } };
    const variable = findVariable(state, path, filter?.environment_scope);
    return "answer" in variable ? variable.answer : [200, Object.assign(variable.found, fields)];
  },
  "delete /api/v4/projects/{id}/variables/{key}": (state, { path, query }) => {
    const variable = findVariable(state, path, query.get("filter[environment_scope]"));
    if ("answer" in variable) return variable.answer;
    state.variables = state.variables.filter((other) => other !== variable.found);
    return [204, undefined];
  },
  // app/finders/deploy_tokens/tokens_finder.rb: `active` leaves out what is revoked.
  "get /api/v4/projects/{id}/deploy_tokens": ({ deployTokens }, { query }) => [
    200,
    deployTokens
      .filter(({ revoked }) => query.get("active") !== "true" || !revoked)
      .map(({ token: _token, ...fields }) => ({ ...fields, ...FOR_READING, expired: false })),
  ],
  "delete /api/v4/projects/{id}/deploy_tokens/{token_id}": (state, { path }) => {
    state.deployTokens = state.deployTokens.filter(({ id }) => id !== Number(path["token_id"]));
    return [204, undefined];
  },
  "post /api/v4/projects/{id}/deploy_tokens": (state, { body }) => {
    const id = state.nextId();
    const made = { id, name: String(body["name"]), username: `gitlab+deploy-token-${id}`, token: `gldt-${id}` };
    state.deployTokens.push({ ...made, revoked: false });
    return [201, { ...made, ...FOR_READING, revoked: false, expired: false }];
  },
  "post /api/v4/projects/{id}/access_tokens": (state, { body }) => {
    const id = state.nextId();
    const token = `glpat-${id}`;
    const { name, scopes, expires_at: lastDay } = body as unknown as Token & { expires_at: string };
    state.tokens.set(token, { id, name, scopes, lastDay, isOfProject: true });
    return [201, { ...(body as object), id, user_id: id, token, created_at: DAY, active: true, revoked: false }];
  },
  "get /api/v4/projects/{id}/access_tokens": ({ tokens }) => [
    200,
    [...tokens.values()].filter(({ isOfProject }) => isOfProject).map(shownToken),
  ],
  "delete /api/v4/projects/{id}/access_tokens/{token_id}": ({ tokens }, { path }) => {
    for (const [value, { id }] of tokens) if (id === Number(path["token_id"])) tokens.delete(value);
    return [204, undefined];
  },
  "get /api/v4/projects/{id}/pipelines": ({ pipelines }, { query }) => {
    const sha = query.get("sha");
    return [200, pipelines.filter((pipeline) => sha === null || pipeline.sha === sha).map(dated)];
  },
  "post /api/v4/projects/{id}/pipeline": (state) => [201, dated(startPipeline(state, state.pipelines[0]?.sha ?? ""))],
  "get /api/v4/projects/{id}/pipelines/{pipeline_id}/jobs": ({ jobs }) => [
    200,
    jobs.map(({ log: _log, ...job }) => ({ ...job, web_url: "http://gitlab", ...FAILED })),
  ],
  "get /api/v4/projects/{id}/jobs/{job_id}/trace": ({ jobs }, { path }) => [
    200,
    jobs.find(({ id }) => id === Number(path["job_id"]))?.log ?? "",
  ],
};

const FAILED = { allow_failure: false, failure_reason: "script_failure" };
const FOR_READING = { scopes: ["read_registry"], expires_at: null };

function shownToken({ id, name, scopes, lastDay }: Token): object {
  return { id, name, scopes, expires_at: lastDay, revoked: false, active: true, user_id: 1 };
}

/** find_variable of lib/api/helpers/variables_helpers.rb in gitlabhq at 4555e1b2. */
function findVariable({ variables }: GitLabState, path: Record<string, string>, scope?: string | null) {
  const found = variables.filter(
    ({ key, environment_scope }) => key === path["key"] && (!scope || environment_scope === scope),
  );
  if (found.length > 1) return { answer: [409, { message: "409 There are multiple variables" }] as Answer };
  return found[0] === undefined ? { answer: NOT_FOUND } : { found: found[0] };
}

function projectOf({ project }: GitLabState): object {
  const { id, fields } = project!;
  const path = "root/webhook-app";
  const urls = { web_url: `http://gitlab/${path}`, http_url_to_repo: `http://gitlab/${path}.git` };
  return { ...fields, id, name: "webhook-app", path: "webhook-app", path_with_namespace: path, ...urls };
}

function withRunner({ runners }: GitLabState, path: Record<string, string>, then: (runner: Runner) => Answer): Answer {
  const runner = runners.find(({ id }) => id === Number(path["id"]));
  return runner === undefined ? NOT_FOUND : then(runner);
}

function shown({ token: _token, project_id: _project, ...fields }: Runner): Answer {
  return [200, { ...fields, status: "online", paused: false }];
}

/** A signing token that GitLab does not support is dropped without a word. */
function kept({ signs }: GitLabState, body: Record<string, unknown>): Record<string, unknown> {
  const { signing_token, ...fields } = body;
  return signs ? { ...fields, signing_token } : fields;
}

function hookOf({ signing_token, ...fields }: Hook): object {
  const state = { token_present: false, alert_status: "executable", disabled_until: null, project_id: 1 };
  return { ...fields, ...state, signing_token_present: signing_token !== undefined };
}

const dated = (pipeline: object): object => ({ ...pipeline, iid: 1, project_id: 1, created_at: DAY, updated_at: DAY });
