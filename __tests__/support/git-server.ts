/** A Git server on loopback with one commit in one repository, which asks for a token. */

import { execFile, spawn } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { dirname, join } from "node:path";
import { promisify } from "node:util";

export interface GitServer {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  /** Of the only commit. */
  readonly sha: string;
  close(): Promise<void>;
}

/** `REPOSITORY.git` with these files, below `folder`; only who shows `token` gets it. */
export async function gitServer(
  folder: string,
  repository: string,
  files: Readonly<Record<string, string>>,
  token: string,
): Promise<GitServer> {
  const sha = await committed(join(folder, `${repository}.git`), files);
  const wanted = `basic ${Buffer.from(`x-access-token:${token}`).toString("base64")}`;
  const server = createServer((request, response) => {
    if (request.headers.authorization?.replace(/^Basic/, "basic") === wanted) {
      backend(folder, request, response);
    } else response.writeHead(401, { "www-authenticate": 'Basic realm="git"' }).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const bound = server.address();
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { url: `http://127.0.0.1:${typeof bound === "object" ? bound?.port : ""}`, sha, close };
}

async function committed(path: string, files: Readonly<Record<string, string>>): Promise<string> {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(path, name)), { recursive: true });
    await writeFile(join(path, name), text);
  }
  const git = async (...args: string[]): Promise<string> => {
    const who = ["-c", "user.name=test", "-c", "user.email=test@example.com"];
    return (await promisify(execFile)("git", ["-C", path, ...who, ...args])).stdout.trim();
  };
  await git("init", "--quiet", "--initial-branch=main");
  await git("add", "--all");
  await git("commit", "--quiet", "--message=one");
  await git("config", "uploadpack.allowAnySHA1InWant", "true");
  return await git("rev-parse", "HEAD");
}

/** git-http-backend(1), a CGI program: headers, a blank line, the body. */
function backend(folder: string, request: IncomingMessage, response: ServerResponse): void {
  const { pathname, search } = new URL(request.url ?? "", "http://git");
  const child = spawn("git", ["http-backend"], {
    env: {
      ...process.env,
      GIT_PROJECT_ROOT: folder,
      GIT_HTTP_EXPORT_ALL: "1",
      PATH_INFO: pathname,
      QUERY_STRING: search.slice(1),
      REQUEST_METHOD: request.method,
      CONTENT_TYPE: request.headers["content-type"] ?? "",
      HTTP_CONTENT_ENCODING: request.headers["content-encoding"] ?? "",
      GIT_PROTOCOL: String(request.headers["git-protocol"] ?? ""),
    },
  });
  request.pipe(child.stdin);
  let head: Buffer | undefined = Buffer.alloc(0);
  child.stdout.on("data", (data: Buffer) => {
    if (head === undefined) return response.write(data);
    head = Buffer.concat([head, data]);
    const end = head.indexOf("\r\n\r\n");
    if (end < 0) return undefined;
    const fields = head.subarray(0, end).toString().split("\r\n");
    for (const field of fields) {
      const [name = "", value = ""] = field.split(/: (.*)/s);
      if (name === "Status") response.statusCode = Number.parseInt(value, 10);
      else response.setHeader(name, value);
    }
    response.write(head.subarray(end + 4));
    head = undefined;
    return undefined;
  });
  child.stdout.on("end", () => response.end());
}
