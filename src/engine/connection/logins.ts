/** Connections through the docker command, of which only a few log in at the same time. */

import type { Agent } from "node:http";
import type { Env } from "../../runner/env.ts";
import { StdioConnection } from "./stdio.ts";

type Done = (error: Error | null, connection: StdioConnection) => void;

/** An ssh server drops some of those that log in at once from the tenth on (sshd_config, MaxStartups). */
const MOST = 6;
/** Milliseconds until one that had no answer yet counts as logged in: what it asked may take long. */
const LONGEST = 3_000;

export interface Logins {
  /** Of an agent: makes a connection at once, or when one of those before it is through. */
  readonly createConnection: Agent["createConnection"];
  /** Makes none any more, those that wait neither. */
  close(): void;
}

export function loginsTo(env: Env): Logins {
  const waiting: Done[] = [];
  let underWay = 0;
  let closed = false;
  const start = (done: Done): void => {
    underWay += 1;
    const connection = new StdioConnection(env);
    let through = false;
    const pass = (): void => {
      if (through) return;
      through = true;
      clearTimeout(timer);
      underWay -= 1;
      const next = waiting.shift();
      if (next !== undefined) start(next);
    };
    const timer = setTimeout(pass, LONGEST).unref();
    connection.once("close", pass).once("answer", pass);
    done(null, connection);
  };
  return {
    createConnection: (_options, done) => {
      if (done === undefined || closed) return undefined;
      if (underWay < MOST) start(done);
      else waiting.push(done);
      return undefined;
    },
    close: () => {
      closed = true;
      waiting.length = 0;
    },
  };
}
