/** Explains why a container engine does not answer. */

import { codeOf, Failure, sentence } from "../../failure.ts";
import type { Env } from "../../runner/env.ts";
import { DEFAULT_SOCKET, type Endpoint } from "./endpoint.ts";

interface Explanation {
  readonly cause: string;
  readonly fix: string;
}

const START = "sudo systemctl start docker";

/** The Failure for a connection to `endpoint` that failed with `error`. */
export function unreachable(endpoint: Endpoint, error: unknown, env: Env = {}): Failure {
  const parts = {
    what: "The container engine cannot be reached",
    seen: `${endpoint.name}: ${sentence(error)}`,
    anchor: "engine-unreachable",
  };
  const code = codeOf(error);
  const explained = runnerWithout(endpoint, code, env) ?? explanation(endpoint, code);
  return new Failure({ ...parts, ...explained }, { cause: error });
}

/** Runners that have no engine at all, where nothing can be started. */
function runnerWithout({ name }: Endpoint, code: string, env: Env): Explanation | undefined {
  if (name !== DEFAULT_SOCKET || code !== "ENOENT") return undefined;
  // The hooks' variable is the runner's own: a step in a pod of its job has but what every pod has.
  if (env.ACTIONS_RUNNER_CONTAINER_HOOKS || env.KUBERNETES_SERVICE_HOST) {
    return {
      cause:
        "this runner's jobs run in pods without an engine (Actions Runner Controller in Kubernetes mode)",
      fix: "containerMode: { type: dind }   # values of the runner scale set's Helm chart",
    };
  }
  const hosted = env.RUNNER_ENVIRONMENT === "github-hosted";
  const system = env.RUNNER_OS ?? "Linux";
  if (system === "Windows" || (hosted && system !== "Linux")) {
    return {
      cause: `this step finds no engine that runs Linux images on runners with ${system}`,
      fix: "runs-on: ubuntu-24.04",
    };
  }
  if (system === "macOS") {
    return { cause: "the engine's virtual machine is not running", fix: "colima start" };
  }
  if (!hosted) return undefined;
  return {
    cause: "this kind of hosted runner has no engine, as ubuntu-slim",
    fix: "runs-on: ubuntu-24.04",
  };
}

function explanation(endpoint: Endpoint, code: string): Explanation {
  if (code === "EACCES" || code === "EPERM") {
    return {
      cause: "permission denied: this user is not in the group that may use the socket (docker)",
      fix: 'sudo usermod -aG docker "$USER"   # then log in again, or restart the runner',
    };
  }
  switch (endpoint.kind) {
    case "unix":
      return ofSocket(endpoint.name, code);
    case "tcp":
      return {
        cause: "nothing answers there: the engine is not running, or DOCKER_HOST is wrong",
        fix: `docker --host ${endpoint.name} version   # must show a "Server" part`,
      };
    case "client":
      return code === "ENOENT"
        ? {
            cause: "this endpoint needs the docker command, and there is none on the PATH",
            fix: "sudo apt-get install -y docker-cli",
          }
        : {
            cause:
              "the docker command cannot reach it either: wrong host, key, certificate or context",
            fix: "docker version   # must show a “Server” part",
          };
  }
}

function ofSocket(name: string, code: string): Explanation {
  if (code === "ECONNREFUSED") return { cause: "the engine is not running", fix: START };
  if (name === DEFAULT_SOCKET && code === "ENOENT") {
    return { cause: "the engine is not installed, or not running", fix: START };
  }
  if (code === "ENOENT") {
    return {
      cause:
        "DOCKER_HOST names a socket that does not exist: it is wrong, or the engine is not running",
      fix: "unset DOCKER_HOST",
    };
  }
  return { cause: "the engine stopped, or what listens there is no container engine", fix: START };
}
