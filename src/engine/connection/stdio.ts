/** A connection to the engine through `docker system dial-stdio`, which knows ssh, TLS and contexts. */

import { type ChildProcessByStdio, spawn } from "node:child_process";
import { Socket } from "node:net";
import { Duplex, type Readable, type Writable } from "node:stream";
import type { Env } from "../../runner/env.ts";

/** Error text kept of the client, in characters. */
const KEPT = 4096;

/**
 * What a connection of node:http's agent must offer, over a child's standard input and output.
 * Emits `answer` when the first bytes came: then the far end was reached.
 */
export class StdioConnection extends Duplex {
  readonly #child: ChildProcessByStdio<Writable, Readable, Readable>;
  #complaint = "";

  /** Starts the client in its own process group: a Ctrl-C must not cut the clean-up off. */
  constructor(env: Env) {
    super({ allowHalfOpen: false });
    this.#child = spawn("docker", ["system", "dial-stdio"], {
      env: { ...env },
      stdio: ["pipe", "pipe", "pipe"],
      detached: true,
    });
    const { stdin, stdout, stderr } = this.#child;
    this.#child.on("error", (error) => this.destroy(error));
    this.#child.on("close", (code) => this.#ended(code));
    stdin.on("error", () => undefined);
    stdout.once("data", () => this.emit("answer"));
    stdout.on("data", (data) => this.push(data) || stdout.pause());
    stderr.on("data", (data) => {
      this.#complaint = `${this.#complaint}${data}`.slice(-KEPT);
    });
  }

  /** One that was ended while idle, as when a run is stopped, is a closed connection like any other. */
  #lost(code: number | null): Error {
    const words = this.#complaint.trim() || `docker ended with exit code ${code}`;
    return Object.assign(new Error(words), code === null ? { code: "ECONNRESET" } : {});
  }

  /** Reported by the exit code, which comes after the client's last words. */
  #ended(code: number | null): void {
    if (code === 0) this.push(null);
    else this.destroy(this.#lost(code));
  }

  override _read(): void {
    this.#child.stdout.resume();
  }

  override _write(data: Buffer, _encoding: string, done: (error?: Error | null) => void): void {
    // A failed write is told by the end of the child, whose words say why.
    this.#child.stdin.write(data, () => done());
  }

  override _final(done: (error?: Error | null) => void): void {
    this.#child.stdin.end(() => done());
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    // It hears SIGTERM and stays, until the far end has closed too; its ssh dies with it.
    this.#child.kill("SIGKILL");
    done(error);
  }

  ref(): this {
    return this.#hold(true);
  }

  /** An idle connection does not keep this process alive. */
  unref(): this {
    return this.#hold(false);
  }

  #hold(held: boolean): this {
    const child = this.#child;
    for (const part of [child, child.stdin, child.stdout, child.stderr]) {
      if (part === child || part instanceof Socket) held ? part.ref() : part.unref();
    }
    return this;
  }

  setKeepAlive(): this {
    return this;
  }

  setNoDelay(): this {
    return this;
  }

  setTimeout(): this {
    return this;
  }
}
