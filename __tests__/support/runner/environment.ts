/** The environment a runner gives to a step. */

/** Variables of whoever runs the tests that no runner would pass on. */
const FOREIGN = /^(GITHUB|INPUT|STATE|ACTIONS|RUNNER|NODE|npm|TEST|INIT_CWD|CI$|CLAUDE)/;

/** `from` without what belongs to another job, to npm or to Node's test runner. */
export function machineVariables(from: NodeJS.ProcessEnv): Record<string, string> {
  const variables: Record<string, string> = {};
  for (const [name, value] of Object.entries(from)) {
    if (value !== undefined && !FOREIGN.test(name)) variables[name] = value;
  }
  return variables;
}

export interface Places {
  readonly workspace: string;
  readonly temp: string;
  readonly toolCache: string;
  /** Folder of the files for outputs, state and so on. */
  readonly files: string;
}

/** The variables every step of a job has; the names are those of GitHub's documentation. */
export function runnerVariables(places: Places): Record<string, string> {
  return {
    CI: "true",
    GITHUB_ACTIONS: "true",
    GITHUB_ACTION: "anyarch",
    GITHUB_ACTOR: "somebody",
    GITHUB_API_URL: "https://api.github.com",
    GITHUB_EVENT_NAME: "push",
    GITHUB_JOB: "image",
    GITHUB_REF: "refs/heads/main",
    GITHUB_REF_NAME: "main",
    GITHUB_REF_TYPE: "branch",
    GITHUB_REPOSITORY: "somebody/something",
    GITHUB_REPOSITORY_OWNER: "somebody",
    GITHUB_RUN_ATTEMPT: "1",
    GITHUB_RUN_ID: "1",
    GITHUB_RUN_NUMBER: "1",
    GITHUB_SERVER_URL: "https://github.com",
    GITHUB_SHA: "0123456789abcdef0123456789abcdef01234567",
    GITHUB_WORKFLOW: "test",
    GITHUB_WORKSPACE: places.workspace,
    RUNNER_ARCH: process.arch === "arm64" ? "ARM64" : "X64",
    RUNNER_ENVIRONMENT: "self-hosted",
    RUNNER_NAME: "test",
    RUNNER_OS: "Linux",
    RUNNER_TEMP: places.temp,
    RUNNER_TOOL_CACHE: places.toolCache,
    ...Object.fromEntries(FILES.map((name) => [`GITHUB_${name}`, `${places.files}/${name}`])),
  };
}

/** The files a step writes to, by the end of their variable's name. */
export const FILES = ["OUTPUT", "STATE", "ENV", "PATH", "STEP_SUMMARY"] as const;
