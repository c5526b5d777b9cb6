/** What this run has made on the machine, told to the post entry before it is made. */

import { basename } from "node:path";
import { jsonOf } from "../any-json.ts";
import { isJobId } from "./job-id.ts";

export interface Ledger {
  readonly jobId: string;
  readonly temp: string;
  /**
   * Handlers on the engine's node; `here`: in this process's own kernel and user namespace too;
   * `host`: written on this host without an engine.
   */
  readonly handlers: "none" | "there" | "here" | "host";
  /** Whether binfmt_misc was mounted by this run, where its handlers are. */
  readonly mounted: boolean;
  /** Whether images named `anyarch.local/<job id>/…` were made. */
  readonly images: boolean;
  /** Image with emulators that was not there before, while it is there. */
  readonly pulled?: string | undefined;
  /** Whether a builder named as the job was made. */
  readonly builder: boolean;
  /** Leave the handlers after the job. */
  readonly keep: boolean;
  /** Handlers that earlier jobs kept; with `keep`, this job's are in their place, and they go. */
  readonly superseded?: readonly string[] | undefined;
  /** Names of handlers that an image registered; their marks bear this job's id, by which they go. */
  readonly added?: readonly string[] | undefined;
  /** Whether everything was undone already. */
  readonly undone: boolean;
}

export interface LedgerBook {
  current(): Ledger;
  /** Adds what is about to be made, and saves it first. */
  note(change: Partial<Ledger>): void;
}

/** Opens the book; `save` is called with the whole ledger as JSON at every change. */
export function openLedger(
  first: Pick<Ledger, "jobId" | "temp" | "keep">,
  save: (text: string) => void,
): LedgerBook {
  let ledger: Ledger = {
    ...first,
    handlers: "none",
    mounted: false,
    images: false,
    builder: false,
    undone: false,
  };
  const write = (): void => save(JSON.stringify(ledger));
  write();
  return {
    current: () => ledger,
    note: (change) => {
      ledger = { ...ledger, ...change };
      write();
    },
  };
}

/** Whether something is left that only the engine can remove. */
export function needsEngine({ handlers, images, pulled, builder }: Ledger): boolean {
  const onNode = handlers === "there" || handlers === "here";
  return images || pulled !== undefined || builder || onNode;
}

/**
 * The ledger out of saved state; undefined when there is none, or it is not one of ours. Only what
 * bears the job's name is ever removed, the temporary folder too, and handlers that our jobs kept.
 */
export function ledgerFrom(text: string | undefined): Ledger | undefined {
  if (text === undefined) return undefined;
  const value = jsonOf(text);
  return isLedger(value) ? value : undefined;
}

function isKeptNames(value: unknown): boolean {
  return (
    Array.isArray(value) && value.every((name) => /^anyarch-kept-[\w.+-]+$/.test(String(name)))
  );
}

/** Told to whoever removes them by hand: names that stand for themselves; `register` and `status` are the kernel's files. */
function areAdded(value: unknown): boolean {
  return (
    Array.isArray(value) &&
    value.every((name) => /^(?!(register|status|anyarch-.*)$)[\w+-][\w.+-]*$/.test(String(name)))
  );
}

function isLedger(value: unknown): value is Ledger {
  if (typeof value !== "object" || value === null) return false;
  const field = (name: string): unknown => Reflect.get(value, name);
  const flags = ["mounted", "images", "builder", "keep", "undone"];
  return (
    typeof field("jobId") === "string" &&
    isJobId(String(field("jobId"))) &&
    basename(String(field("temp"))).startsWith(`${String(field("jobId"))}-`) &&
    ["none", "there", "here", "host"].includes(String(field("handlers"))) &&
    isKeptNames(field("superseded") ?? []) &&
    areAdded(field("added") ?? []) &&
    /^(undefined|\S+(@sha256:[0-9a-f]{64}|:[\w.-]+))$/.test(String(field("pulled"))) &&
    flags.every((name) => typeof field(name) === "boolean")
  );
}
