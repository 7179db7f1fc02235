export interface Hook {
  id: number;
  url: string;
  signing_token?: string;
  [field: string]: unknown;
}

export interface Runner {
  id: number;
  token: string;
  description: string;
  [field: string]: unknown;
}

export interface Pipeline {
  id: number;
  sha: string;
  ref: string;
  status: string;
  web_url: string;
}

interface Job {
  id: number;
  name: string;
  status: string;
  stage: string;
  log: string;
}

/** An access token of a person or, as its bot, of the project. */
export interface Token {
  id: number;
  name: string;
  scopes: string[];
  /** Like 2026-12-31. */
  lastDay: string;
  isOfProject: boolean;
}

/** What the stand-in GitLab has: an instance as it comes, with one project at most. */
export interface GitLabState {
  /** Access tokens that are good, by their value. */
  tokens: Map<string, Token>;
  settings: Record<string, boolean | number>;
  project?: { id: number; fields: Record<string, unknown> };
  hooks: Hook[];
  runners: Runner[];
  variables: Record<string, unknown>[];
  protectedBranches: Record<string, unknown>[];
  deployTokens: { id: number; name: string; username: string; token: string; revoked: boolean }[];
  pipelines: Pipeline[];
  jobs: Job[];
  /** Whether it keeps signing tokens (19.0 and newer, with the feature flag on). */
  signs: boolean;
  /** How often it goes on refusing hooks to the cluster after the setting has been changed. */
  settingsAreCachedFor: number;
  /** What becomes of a pipeline at once. */
  pipelinesEndAs: string;
  /** What the pipeline's last job does to the cluster, when it gets there. */
  deploy: (sha: string) => void;
  nextId(): number;
}

export function createGitLabState(): GitLabState {
  let id = 0;
  return {
    tokens: new Map(),
    settings: {
      allow_local_requests_from_web_hooks_and_services: false,
      allow_local_requests_from_system_hooks: true,
      push_event_hooks_limit: 3,
      push_event_activities_limit: 3,
      signup_enabled: true,
    },
    hooks: [],
    runners: [],
    variables: [],
    protectedBranches: [],
    deployTokens: [],
    pipelines: [],
    jobs: [],
    signs: true,
    settingsAreCachedFor: 0,
    pipelinesEndAs: "success",
    deploy: () => undefined,
    nextId: () => (id += 1),
  };
}

/** What `gitlab-rails runner` does with a script that makes a token of the administrator's. */
export function runRuby(state: GitLabState, script: string, value: string): void {
  const { tokens } = state;
  const [, name = "", scopes = "", lastDay = ""] =
    /name: "(.*?)", scopes: %w\[(.*?)\], expires_at: "(.*?)"/.exec(script) ?? [];
  if (lastDay === "" || !script.includes("set_token(STDIN.gets.strip)")) throw new Error(`not known: ${script}`);
  if (script.includes(`.active.where(name: "${name}").find_each(&:revoke!)`)) {
    for (const [other, token] of tokens) if (token.name === name && !token.isOfProject) tokens.delete(other);
  }
  tokens.set(value, { id: state.nextId(), name, scopes: scopes.split(" "), lastDay, isOfProject: false });
}

/** GitLab starts one for each push. */
export function startPipeline(state: GitLabState, sha: string): Pipeline {
  const id = state.nextId();
  const pipeline = { id, sha, ref: "main", status: state.pipelinesEndAs, web_url: `http://gitlab/-/pipelines/${id}` };
  state.pipelines.unshift(pipeline);
  if (pipeline.status === "success") state.deploy(sha);
  return pipeline;
}
