/** Where the engine is by the environment, and why it does not answer. */

import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { endpointFrom } from "../../../src/engine/connection/endpoint.ts";
import { unreachable } from "../../../src/engine/connection/unreachable.ts";

describe("endpointFrom", () => {
  const cases = [
    { name: "nothing set", env: {}, expected: "unix /var/run/docker.sock" },
    {
      name: "empty variables",
      env: { DOCKER_HOST: "", DOCKER_CONTEXT: "" },
      expected: "unix /var/run/docker.sock",
    },
    { name: "a socket", env: { DOCKER_HOST: "unix:///run/x.sock" }, expected: "unix /run/x.sock" },
    { name: "tcp", env: { DOCKER_HOST: "tcp://10.0.0.1:2376" }, expected: "tcp 10.0.0.1 2376" },
    {
      name: "tcp without a port",
      env: { DOCKER_HOST: "tcp://docker" },
      expected: "tcp docker 2375",
    },
    { name: "tcp over IPv6", env: { DOCKER_HOST: "tcp://[::1]:2375" }, expected: "tcp ::1 2375" },
    {
      name: "tcp with a path",
      env: { DOCKER_HOST: "tcp://h:1/p" },
      expected: "client tcp://h:1/p",
    },
    {
      name: "TLS",
      env: { DOCKER_HOST: "tcp://h:1", DOCKER_TLS_VERIFY: "1" },
      expected: "client tcp://h:1",
    },
    {
      name: "TLS not verified",
      env: { DOCKER_HOST: "tcp://h:1", DOCKER_TLS: "1" },
      expected: "client tcp://h:1",
    },
    { name: "ssh", env: { DOCKER_HOST: "ssh://me@h" }, expected: "client ssh://me@h" },
    { name: "nonsense", env: { DOCKER_HOST: "what" }, expected: "client what" },
    { name: "a context", env: { DOCKER_CONTEXT: "far" }, expected: "client context far" },
    {
      name: "the default context",
      env: { DOCKER_CONTEXT: "default" },
      expected: "unix /var/run/docker.sock",
    },
    { name: "the current context", env: {}, current: "cur", expected: "client context cur" },
    {
      name: "DOCKER_CONTEXT over the current one",
      env: { DOCKER_CONTEXT: "far" },
      current: "cur",
      expected: "client context far",
    },
    {
      name: "DOCKER_HOST over both",
      env: { DOCKER_HOST: "unix:///x", DOCKER_CONTEXT: "far" },
      current: "cur",
      expected: "unix /x",
    },
  ];
  for (const { name, env, current, expected } of cases) {
    it(`${name} -> ${expected}`, () => {
      const { kind, name: written, ...rest } = endpointFrom(env, current);
      assert.equal(
        [kind, ...(kind === "client" ? [written] : Object.values(rest))].join(" "),
        expected,
      );
    });
  }
});

describe("unreachable", () => {
  const own = "unix:///var/run/docker.sock";
  const cases = [
    {
      host: own,
      code: "ENOENT",
      cause: /not installed, or not running/,
      fix: /systemctl start docker/,
    },
    { host: own, code: "ECONNREFUSED", cause: /not running/, fix: /systemctl start docker/ },
    { host: own, code: "EACCES", cause: /permission denied.*group/, fix: /usermod -aG docker/ },
    {
      host: "unix:///x",
      code: "ENOENT",
      cause: /DOCKER_HOST names a socket that does not exist/,
      fix: /unset DOCKER_HOST/,
    },
    { host: own, code: "ECONNRESET", cause: /stopped/, fix: /systemctl/ },
    {
      host: "tcp://h:1",
      code: "ECONNREFUSED",
      cause: /DOCKER_HOST is wrong/,
      fix: /docker --host tcp:\/\/h:1 version/,
    },
    { host: "ssh://h", code: "ENOENT", cause: /docker command, and there is none/, fix: /install/ },
    { host: "ssh://h", code: "", cause: /docker command cannot reach it/, fix: /docker version/ },
  ];
  for (const { host, code, cause, fix } of cases) {
    it(`${host} ${code}`, () => {
      const endpoint = endpointFrom({ DOCKER_HOST: host }, undefined);
      const { parts } = unreachable(
        endpoint,
        Object.assign(new Error(`connect ${code}`), { code }),
      );
      assert.equal(parts.what, "The container engine cannot be reached");
      assert.equal(parts.seen, `${host}: connect ${code}`);
      assert.match(parts.cause ?? "", cause);
      assert.match(parts.fix ?? "", fix);
      assert.equal(parts.anchor, "engine-unreachable");
    });
  }
});

describe("runners that have no engine", () => {
  const gone = Object.assign(new Error("connect ENOENT /var/run/docker.sock"), { code: "ENOENT" });
  const hooks = "/home/runner/k8s/index.js";
  const cases = [
    {
      name: "ubuntu-slim",
      env: { RUNNER_ENVIRONMENT: "github-hosted" },
      cause: /^this kind of hosted runner has no engine, as ubuntu-slim$/,
    },
    {
      name: "Actions Runner Controller in Kubernetes mode",
      env: { RUNNER_ENVIRONMENT: "self-hosted", ACTIONS_RUNNER_CONTAINER_HOOKS: hooks },
      cause: /Actions Runner Controller in Kubernetes mode/,
    },
    {
      // The runner gives a pod of its job the step's variables, and none of its own.
      name: "a step in a pod of Actions Runner Controller",
      env: { RUNNER_ENVIRONMENT: "self-hosted", KUBERNETES_SERVICE_HOST: "10.96.0.1" },
      cause: /Actions Runner Controller in Kubernetes mode/,
    },
    {
      name: "macOS",
      env: { RUNNER_ENVIRONMENT: "github-hosted", RUNNER_OS: "macOS" },
      cause: /^this step finds no engine that runs Linux images on runners with macOS$/,
    },
    {
      name: "Windows",
      env: { RUNNER_ENVIRONMENT: "self-hosted", RUNNER_OS: "Windows" },
      cause: /^this step finds no engine that runs Linux images on runners with Windows$/,
    },
    {
      name: "a Mac of one's own",
      env: { RUNNER_ENVIRONMENT: "self-hosted", RUNNER_OS: "macOS" },
      cause: /^the engine's virtual machine is not running$/,
    },
    {
      name: "a machine of one's own",
      env: { RUNNER_ENVIRONMENT: "self-hosted" },
      cause: /^the engine is not installed, or not running$/,
    },
  ];
  for (const { name, env, cause } of cases) {
    it(name, () => {
      const { parts } = unreachable(endpointFrom({}, undefined), gone, env);
      assert.match(parts.cause ?? "", cause);
    });
  }

  it("an engine that was named is told as ever", () => {
    const named = endpointFrom({ DOCKER_HOST: "unix:///run/x.sock" }, undefined);
    const { parts } = unreachable(named, gone, { RUNNER_ENVIRONMENT: "github-hosted" });
    assert.match(parts.cause ?? "", /^DOCKER_HOST names a socket/);
  });
});
