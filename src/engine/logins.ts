/** Connections through the docker command, of which only a few log in at the same time. */

import type { Agent } from "node:http";
import { StdioConnection } from "./stdio.ts";

type Env = Readonly<Record<string, string | undefined>>;

/** An ssh server drops some of those that log in at once from the tenth on (sshd_config, MaxStartups). */
const MOST = 6;
/** Milliseconds until one that had no answer yet counts as logged in: what it asked may take long. */
const LONGEST = 3_000;

/** What makes the connections of an agent: at once, or when one of those before it is through. */
export function connectionsOf(env: Env): Agent["createConnection"] {
  const waiting: (() => void)[] = [];
  let underWay = 0;
  const start = (done: (error: Error | null, connection: StdioConnection) => void): void => {
    underWay += 1;
    const connection = new StdioConnection(env);
    let through = false;
    const pass = (): void => {
      if (through) return;
      through = true;
      clearTimeout(timer);
      underWay -= 1;
      waiting.shift()?.();
    };
    const timer = setTimeout(pass, LONGEST).unref();
    connection.once("close", pass).once("answer", pass);
    done(null, connection);
  };
  return (_options, done) => {
    if (done === undefined) return undefined;
    if (underWay < MOST) start(done);
    else waiting.push(() => start(done));
    return undefined;
  };
}
