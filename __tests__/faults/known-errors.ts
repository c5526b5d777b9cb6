/** Texts of real failed builds with the row that knows each, and twins that it must not take. */

import type { FailureFacts } from "../../src/image/build/known-errors.ts";

export interface KnownText {
  /** Of the row in src/image/build/known-errors.json. */
  readonly id: string;
  readonly real: FailureFacts;
  /** As alike as can be, and another matter. */
  readonly twin: FailureFacts;
}

const arm64 = { platform: "linux/arm64", emulator: "QEMU 7.2.22" };
const armv7 = { platform: "linux/arm/v7", emulator: "QEMU 7.2.22" };
const armv6 = { platform: "linux/arm/v6", emulator: "QEMU 7.2.22" };
const amd64 = { platform: "linux/amd64", emulator: "QEMU 7.2.22" };
const native = { platform: "linux/amd64", emulator: undefined };

function program(output: string, facts: Partial<FailureFacts> = {}): FailureFacts {
  return { said: "program", output, code: 1, ...arm64, ...facts };
}

function builder(output: string, facts: Partial<FailureFacts> = {}): FailureFacts {
  return { said: "builder", output, ...arm64, ...facts };
}

const ILLEGAL = "qemu: uncaught target signal 4 (Illegal instruction) - core dumped";
const SEGV = "qemu: uncaught target signal 11 (Segmentation fault) - core dumped";
const silent = { code: undefined, silent: true };

export const knownTexts: readonly KnownText[] = [
  {
    id: "node-crash",
    real: program(`> next build\n${ILLEGAL}`, { crash: 4, command: "npm ci && npm run build" }),
    twin: program("npm error code 132", { code: 132, command: "npm ci", emulator: undefined }),
  },
  {
    id: "node-fatal",
    real: program("#\n# Fatal error in , line 0\n# Check failed: !IsWasmMemory().\n#\n#", {
      ...{ code: 1, command: "npm ci" },
    }),
    twin: program("Fatal error in line 12 of package.json", { command: "npm ci" }),
  },
  {
    id: "dotnet-crash",
    real: program(SEGV, { crash: 11, command: "dotnet publish -c Release" }),
    twin: program("error CS1002: ; expected", { command: "dotnet publish -c Release" }),
  },
  {
    id: "mono-crash",
    real: program(
      "Native Crash Reporting\nGot a SIGSEGV while executing native code. This usually indicates\na fatal error in the mono runtime",
      { platform: "linux/s390x", code: 1, command: "dotnet restore" },
    ),
    twin: program("Got a SIGTERM, so it ends", { command: "dotnet test" }),
  },
  {
    id: "ruby-segv-handler",
    real: program("SEGV received in SEGV handler\nqemu: uncaught target signal 6 (Aborted)", {
      ...{ ...amd64, crash: 6, command: "bundle install" },
    }),
    twin: program("SEGV received in SEGV handler", { ...native, platform: "linux/arm64" }),
  },
  {
    id: "jvm-crash",
    real: program("Port Library failed to initialize: -1\nError: Could not create the JVM."),
    twin: program("Port Library failed to initialize: -1", native),
  },
  {
    id: "rust-crash",
    real: program(
      "error: process didn't exit successfully: `rustc -vV` (signal: 11, SIGSEGV: invalid memory reference)\n--- stderr\nerror: rustc interrupted by SIGSEGV, printing backtrace",
      { ...amd64, code: 101, command: "cargo build --release" },
    ),
    twin: program("error: process didn't exit successfully: `rustc -vV` (exit status: 1)", {
      ...{ ...amd64, code: 101, command: "cargo build --release" },
    }),
  },
  {
    id: "go-crash",
    real: program(
      "fatal error: fatal error: schedule: holding locks\nfatal error: unexpected signal during runtime execution\npanic during panic",
      {
        ...{ ...armv7, code: 2, command: "go build -o /bldr ." },
      },
    ),
    twin: program("panic: runtime error: invalid memory address or nil pointer dereference", {
      ...{ ...armv7, code: 2, command: "go test ./..." },
    }),
  },
  {
    id: "ldconfig-crash",
    real: program(
      "dpkg: error processing package libc-bin (--configure):\n installed libc-bin package post-installation script subprocess returned error exit status 139",
      { code: 100, command: "apt-get install -y git" },
    ),
    twin: program(
      "installed libc-bin package post-installation script subprocess returned error exit status 1",
    ),
  },
  {
    id: "qemu-internal",
    real: program("**\nERROR: QEMU internal SIGSEGV {code=MAPERR, addr=0x20}", { code: 139 }),
    twin: program("internal SIGSEGV of our own program"),
  },
  {
    id: "armv6-crash",
    real: program("Illegal instruction (core dumped)", { ...armv6, code: 132 }),
    twin: program("Illegal instruction in line 4 of prog.asm", { ...armv6, code: 1 }),
  },
  {
    id: "crash",
    real: program(`checking for gcc... gcc\n${SEGV}\nmake: *** [all] Error 139`, {
      ...{ crash: 11, code: 2, command: "make" },
    }),
    twin: program("make: *** [all] Error 139", { ...native, code: 139 }),
  },
  {
    id: "crash-told",
    real: program("./install.sh: line 12:  4711 Segmentation fault      (core dumped) ./cmd/dist", {
      ...{ code: 1, command: "./install.sh | tee log" },
    }),
    twin: program("install.sh: line 12: expected a Segmentation fault here", { code: 1 }),
  },
  {
    id: "cargo-index",
    real: program("    Updating crates.io index\nKilled", {
      ...{ code: 137, command: "cargo build --release" },
    }),
    twin: program("    Updating crates.io index\nerror: no matching package named `x` found", {
      ...{ code: 101, command: "cargo build --release" },
    }),
  },
  {
    id: "killed",
    real: program("c++: fatal error: Killed signal terminated program cc1plus", { code: 137 }),
    twin: program("Killed the old server", { code: 1 }),
  },
  {
    id: "node-hangs",
    real: program("npm http fetch GET 200", { ...armv7, ...silent, command: "npm ci" }),
    twin: program("npm http fetch GET 200", { ...armv7, command: "npm ci" }),
  },
  {
    id: "dotnet",
    real: program(
      'error MSB4018: The "ResolvePackageAssets" task failed unexpectedly. [/src/a.csproj]',
      { command: "dotnet restore" },
    ),
    twin: program("error MSB4018: The task failed unexpectedly.", {
      ...{ ...native, command: "dotnet restore" },
    }),
  },
  {
    id: "dotnet-hangs",
    real: program("  Determining projects to restore...", { ...silent, command: "dotnet restore" }),
    twin: program("  Determining projects to restore...", { command: "dotnet restore" }),
  },
  {
    id: "silent",
    real: program("", silent),
    twin: program("", { code: 1 }),
  },
  {
    id: "old-emulator",
    real: program("qemu: Unsupported syscall: 389\nqemu: Unsupported syscall: 345", { ...armv7 }),
    twin: program("error: Unsupported syscall in the filter: 345", armv7),
  },
  {
    id: "buildkit-emulator",
    real: program("/dev/.buildkit_qemu_emulator: /usr/bin/foo: Invalid ELF image"),
    twin: program("see the docs on buildkit_qemu_emulator"),
  },
  {
    id: "registration-lost",
    real: program("installing: arm64 OK\nexec /bin/sh: exec format error"),
    twin: program("installing: arm64 OK\nexec /bin/sh: no such file or directory"),
  },
  {
    id: "no-handler",
    real: program("exec /bin/sh: exec format error", { code: 255 }),
    twin: program('exec /bin/sh: "exec format error" is not a command', { code: 255 }),
  },
  {
    id: "foreign-program",
    real: program("/bin/sh: 1: /usr/local/bin/tool: Exec format error", { code: 126 }),
    twin: program("see the page about Exec format error for help"),
  },
  {
    id: "no-loader-arm64",
    real: program(
      "qemu-aarch64-static: Could not open '/lib/ld-linux-aarch64.so.1': No such file or directory",
      { code: 255 },
    ),
    twin: program(
      "qemu-x86_64: Could not open '/lib64/ld-linux-x86-64.so.2': No such file or directory",
      { code: 255 },
    ),
  },
  {
    id: "no-loader-arm",
    real: program(
      "qemu-arm: Could not open '/lib/ld-linux-armhf.so.3': No such file or directory",
      {
        ...{ ...armv7, code: 255 },
      },
    ),
    twin: program("qemu-arm: Could not open '/lib/ld-linux.so.3': No such file or directory", {
      ...{ ...armv7, code: 255 },
    }),
  },
  {
    id: "no-loader-amd64",
    real: program(
      "qemu-x86_64: Could not open '/lib64/ld-linux-x86-64.so.2': No such file or directory",
      { ...amd64, code: 255 },
    ),
    twin: program(
      "qemu-x86_64: Could not open '/lib64/ld-linux-x86-64.so.2': No such file or directory",
      { code: 255 },
    ),
  },
  {
    id: "armel-program",
    real: program("qemu-arm: Could not open '/lib/ld-linux.so.3': No such file or directory", {
      ...{ ...armv7, code: 255 },
    }),
    twin: program("cp: cannot stat '/lib/ld-linux.so.3': No such file or directory", armv7),
  },
  {
    id: "foreign-loader",
    real: program(
      "qemu-x86_64: Could not open '/lib64/ld-linux-x86-64.so.2': No such file or directory",
      { code: 255 },
    ),
    twin: program("Could not open '/lib/libfoo.so.2': No such file or directory"),
  },
  {
    id: "rosetta-loader",
    real: program("rosetta error: failed to open elf at /lib64/ld-linux-x86-64.so.2\n", {
      ...{ ...native, platform: "linux/arm64", code: 133 },
    }),
    twin: program("error: failed to open elf at /src/a.elf"),
  },
  {
    id: "x86-64-level",
    real: program("Fatal glibc error: CPU does not support x86-64-v2", { ...amd64, code: 127 }),
    twin: program("Fatal glibc error: malloc.c:2593: assertion failed", amd64),
  },
  {
    id: "newer-arm64",
    real: program(
      "Fatal glibc error: This version of Amazon Linux requires a newer ARM64 processor",
      { code: 127 },
    ),
    twin: program("This program requires a newer version of Amazon Linux"),
  },
  {
    id: "go-telemetry",
    real: program(
      "can't start telemetry child process: fork/exec /usr/local/go/bin/go: invalid argument",
      { command: "go build ./..." },
    ),
    twin: program(
      "can't start telemetry child process: fork/exec /usr/local/go/bin/go: permission denied",
      { command: "go build ./..." },
    ),
  },
  {
    id: "go-lfstack",
    real: program("runtime: lfstack.push invalid packing: node=0xffff6542b2c0", amd64),
    twin: program("lfstack.push: stack is full", amd64),
  },
  {
    id: "go-modules",
    real: program(
      'go: golang.org/x/sys@v0.1.0: Get "https://proxy.golang.org/": net/http: TLS handshake timeout',
      { ...armv7, command: "go mod download" },
    ),
    twin: program("curl: (28) TLS handshake timeout", { ...native, command: "go version" }),
  },
  {
    id: "setuid",
    real: program(
      "sudo: effective uid is not 0, is /usr/bin/sudo on a file system with the 'nosuid' option set or an NFS file system without root privileges?",
      { command: "sudo apt-get update" },
    ),
    twin: program("sudo: a password is required", { command: "sudo apt-get update" }),
  },
  {
    id: "applet",
    real: program("/x: applet not found", { code: 127 }),
    twin: program("error: applet was not found in the panel"),
  },
  {
    id: "large-files",
    real: program("ls: reading directory '.': Value too large for defined data type", armv7),
    twin: program("ls: reading directory '.': Value too large for defined data type", arm64),
  },
  {
    id: "apt-signature",
    real: program(
      "W: GPG error: http://mirror.example/debian bookworm InRelease: At least one invalid signature was encountered.",
      { ...armv7, code: 100 },
    ),
    twin: program("E: The repository has no Release file: a signature was not found.", armv7),
  },
  {
    id: "time64",
    real: program("Fatal Python error: pyinit_main: can't initialize time", armv7),
    twin: program("Fatal Python error: init_sys_streams: can't initialize sys", armv7),
  },
  {
    id: "reserve-memory",
    real: program(
      "qemu-arm: Unable to reserve 0xffff0000 bytes of virtual address space at 0x1000 for use as guest address space",
      armv7,
    ),
    twin: program("Unable to reserve 20 seats", armv7),
  },
  {
    id: "bubblewrap",
    real: program("bwrap: Creating new namespace failed: Invalid argument"),
    twin: program("bwrap: Can't find source path /x: No such file or directory"),
  },
  {
    id: "ptrace",
    real: program("strace: test_ptrace_get_syscall_info: PTRACE_TRACEME: Function not implemented"),
    twin: program("strace: Can't stat 'prog': No such file or directory"),
  },
  {
    id: "already-registered",
    real: program("/proc/sys/fs/binfmt_misc/qemu-aarch64 already registered"),
    twin: program("error: plugin 'markdown' already registered"),
  },
  {
    id: "cannot-mount",
    real: program(
      "cannot mount binfmt_misc filesystem at /proc/sys/fs/binfmt_misc: no such device",
    ),
    twin: program("mount: /mnt: cannot mount /dev/sdb read-only."),
  },
  {
    id: "register-refused",
    real: program(
      'installing: arm64 cannot register "/usr/bin/qemu-aarch64" to /proc/sys/fs/binfmt_misc/register: write /proc/sys/fs/binfmt_misc/register: invalid argument',
    ),
    twin: program("POST /register: invalid argument"),
  },
  {
    id: "not-linux",
    real: program("Error: Unable to locate executable file: docker. Please verify the path."),
    twin: program("Error: Unable to locate executable file: cmake. Please verify the path."),
  },
  {
    id: "disk-full",
    real: program("cp: error writing '/x': No space left on device"),
    twin: program("error: no room left in the queue"),
  },
  {
    id: "load-broke-off",
    real: builder(
      "failed to copy to tar: rpc error: code = Unknown desc = io: read/write on closed pipe",
    ),
    twin: program("io: read/write on closed pipe"),
  },
  {
    id: "entitlement",
    real: builder("failed to solve: failed to load LLB: network.host is not allowed"),
    twin: program("network.host is not allowed"),
  },
  {
    id: "no-dockerfile",
    real: builder("failed to read dockerfile: open Dockerfile: no such file or directory"),
    twin: program("failed to read dockerfile: open Dockerfile: no such file or directory"),
  },
  {
    id: "no-context",
    real: builder('unable to prepare context: path "nodir" not found'),
    twin: builder("unable to prepare context: unable to evaluate symlinks"),
  },
  {
    id: "git-context",
    real: builder(
      "failed to fetch remote https://github.com/o/r.git: git stderr:\nfatal: unable to access 'https://github.com/o/r.git/': Could not resolve host: github.com\n: exit status 128",
    ),
    twin: program("fatal: unable to access 'https://github.com/o/r.git/': timed out"),
  },
  {
    id: "no-stage",
    real: builder('failed to build: failed to solve: target stage "tset" could not be found'),
    twin: builder("failed to solve: target stage of the release could not be pushed"),
  },
  {
    id: "empty-dockerfile",
    real: builder("failed to build: failed to solve: file with no instructions"),
    twin: builder("failed to solve: the context cannot be empty"),
  },
  {
    id: "dockerfile-line",
    real: builder(
      "failed to solve: dockerfile parse error on line 2: unknown instruction: COPPY (did you mean COPY?)",
    ),
    twin: program("dockerfile parse error on line 2: unknown instruction: COPPY"),
  },
  {
    id: "secret-missing",
    real: builder(
      "secret NPM_TOKEN: not found\nfailed to build: failed to solve: secret NPM_TOKEN: not found",
    ),
    twin: program("secret NPM_TOKEN: not found"),
  },
  {
    id: "no-ssh-agent",
    real: builder(
      "failed to build: failed to convert agent config {default [] false}: invalid empty ssh agent socket: make sure SSH_AUTH_SOCK is set",
    ),
    twin: builder("failed to build: invalid ssh key"),
  },
  {
    id: "files-over-files",
    real: builder(
      "cannot overwrite bin from linux/arm64 with linux/amd64 when split option is disabled",
    ),
    twin: builder("cannot overwrite digest"),
  },
  {
    id: "no-such-call",
    real: builder(
      "failed to solve: unsupported request frontend.chek: unsupported request frontend.chek",
    ),
    twin: builder("failed to solve: unsupported request"),
  },
  {
    id: "no-such-platform",
    real: builder(
      "failed to resolve source metadata for docker.io/library/x:1: no match for platform in manifest: not found",
    ),
    twin: builder("no match for the pattern in manifest.json"),
  },
  {
    id: "rate-limit",
    real: builder(
      "unexpected status from HEAD request to https://registry-1.docker.io/v2/library/node/manifests/24: 429 Too Many Requests",
    ),
    twin: program("npm error 429 Too Many Requests - GET https://npm.example/x"),
  },
  {
    id: "registry-denied",
    real: builder(
      "pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed",
    ),
    twin: program("PermissionError: [Errno 13] Permission denied: '/root/x'"),
  },
  {
    id: "copy-not-found",
    real: builder('failed to calculate checksum of ref a5::kf: "/nofile": not found'),
    twin: builder('failed to calculate the size of "/nofile"'),
  },
  {
    id: "sbom-scanner",
    real: builder(
      "failed to resolve source metadata for docker.io/docker/buildkit-syft-scanner:stable-1: failed to do request: no such host",
    ),
    twin: builder(
      "failed to resolve source metadata for docker.io/library/scanner:1: no such host",
    ),
  },
  {
    id: "frontend",
    real: builder(
      "failed to solve: failed to resolve source metadata for docker.io/docker/dockerfile:1: failed to do request: no such host",
    ),
    twin: builder(
      "failed to resolve source metadata for docker.io/me/dockerfile-lint:1: no such host",
    ),
  },
  {
    id: "no-base-image",
    real: builder("r/nope:1: failed to resolve source metadata for r/nope:1: r/nope:1: not found"),
    twin: program("resolve source metadata for x: y: not found"),
  },
  {
    id: "builder-mute",
    real: builder("context deadline exceeded\nfailed to build: context deadline exceeded"),
    twin: builder(
      "failed to do request: Head https://registry.example/v2/: context deadline exceeded",
    ),
  },
  {
    id: "engine-stopped",
    real: builder("failed to build: failed to solve: Unavailable: error reading from server: EOF"),
    twin: builder("failed to receive status: rpc error: code = NotFound desc = no such job"),
  },
  {
    id: "registry-down",
    real: builder(
      "unexpected status from HEAD request to https://registry-1.docker.io/v2/library/alpine/manifests/3: 503 Service Unavailable",
    ),
    twin: program("curl: (22) The requested URL returned error: 503 Service Unavailable"),
  },
  {
    id: "loopback",
    real: builder("failed to do request: dial tcp 127.0.0.1:5000: connect: connection refused"),
    twin: builder("failed to do request: dial tcp 10.0.0.7:5000: connect: connection refused"),
  },
  {
    id: "no-answer",
    real: builder("dial tcp: lookup registry.example: no such host"),
    twin: program("error: no such host key"),
  },
];

/** A step that failed by itself and printed this: no cause is named, nothing is a crash. */
export const harmless: readonly FailureFacts[] = [
  "make: *** [all] Error 2",
  "error TS2304: Cannot find name 'x'.",
  "npm error Missing script: build",
  "E: Unable to locate package libfoo-dev",
  "E: Package 'python' has no installation candidate",
  "/bin/sh: 1: foo: not found",
  "fatal: not a git repository (or any of the parent directories): .git",
  "configure: error: no acceptable C compiler found in $PATH",
  "ModuleNotFoundError: No module named 'yaml'",
  "bash: ./run.sh: Permission denied",
  "chmod: changing permissions of '/x': Operation not permitted",
  "Read about 'exec format error' in the troubleshooting guide",
  "usage: emulate [--on-exec-format-error=skip]",
  "The message qemu: uncaught target signal 11 (Segmentation fault) means that it crashed",
  "+ grep -q 'qemu: uncaught target signal 4 (Illegal instruction) - core dumped' build.log",
  'echo "qemu: uncaught target signal 6 (Aborted) - core dumped"',
  "ok 3 - a Segmentation fault of the child is reported",
  "test signals::sigill_is_caught ... ok",
  "Illegal instruction sets: none",
  "warning: 2 instructions are illegal in Thumb mode",
  "FAILED tests/test_http.py::test_503 - assert 503 == 200",
  "HTTP 429 Too Many Requests, retrying in 2 s",
  "npm error 403 Forbidden - GET https://npm.example/@me/private",
  "pip: 401 Client Error: Unauthorized for url: https://pypi.example/simple/",
  "curl: (6) Could not resolve host: example.org",
  "denied: the policy forbids it",
  "git exited with 129: usage: git clone",
  "Process completed with exit code 143.",
  "Error: applet.js was not found",
  "Plugin [eslint] already registered",
  "could not open '/lib/modules': No such file or directory",
  "Updating crates.io index\nerror: failed to select a version for `serde`",
  "Killed 3 mutants, 2 survived",
  "the disk has 10 GB of space left on device sda",
  "error[E0425]: cannot find value `PTRACE_TRACE` in this scope",
  "ValueError: value too large for the column",
  "gpg: Good signature; no invalid signature was encountered",
  "java.lang.NullPointerException: fatal error in the test environment",
].map((output) => program(output, { command: "npm test && make check" }));

/** Exit codes under emulation that are no signal of a crash. */
export const harmlessCodes: readonly number[] = [
  1, 2, 3, 100, 101, 126, 127, 128, 129, 130, 141, 143, 255,
];
