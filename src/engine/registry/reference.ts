/** Takes an image reference apart by docker's rules. */

import { Failure } from "../../failure.ts";

export interface Reference {
  /** Host and port of the registry: `docker.io`, `ghcr.io`, `127.0.0.1:5000`. */
  readonly domain: string;
  /** Repository within it: `library/alpine`. */
  readonly path: string;
  readonly tag?: string;
  /** `sha256:…` */
  readonly digest?: string;
}

// Grammar: https://github.com/distribution/reference/blob/main/regexp.go
const DOMAIN = /^(?:[a-zA-Z0-9](?:[a-zA-Z0-9.-]*[a-zA-Z0-9])?|\[[0-9a-fA-F:]+\])(?::[0-9]+)?$/;
const PATH_PART = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*$/;
const TAG = /^\w[\w.-]{0,127}$/;
const DIGEST = /^[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}$/;

/**
 * The parts of a reference. Failure: it is none.
 *
 *     alpine                     -> docker.io   library/alpine
 *     me/app:1                   -> docker.io   me/app          tag 1
 *     localhost/app              -> localhost   app
 *     127.0.0.1:5000/a/b:2       -> 127.0.0.1:5000  a/b         tag 2
 *     ghcr.io/me/app@sha256:…    -> ghcr.io     me/app          digest
 */
export function parseReference(text: string): Reference {
  const [named = "", digest] = splitAt(text, text.indexOf("@"));
  const colon = named.lastIndexOf(":");
  const [name = "", tag] = splitAt(named, colon > named.lastIndexOf("/") ? colon : -1);
  const { domain, path } = placed(name);
  const valid =
    DOMAIN.test(domain) &&
    path.split("/").every((part) => PATH_PART.test(part)) &&
    (tag === undefined || TAG.test(tag)) &&
    (digest === undefined || DIGEST.test(digest));
  if (!valid) throw noReference(text);
  return {
    domain,
    path,
    ...(tag === undefined ? {} : { tag }),
    ...(digest === undefined ? {} : { digest }),
  };
}

/** `domain/path`, as the engine takes it. */
export function repositoryOf({ domain, path }: Reference): string {
  return `${domain}/${path}`;
}

/** A name or reference as a part of an API path: everything but its slashes is escaped. */
export function inPath(name: string): string {
  return name.split("/").map(encodeURIComponent).join("/");
}

function placed(name: string): { readonly domain: string; readonly path: string } {
  const [first = "", rest] = splitAt(name, name.indexOf("/"));
  const host = /[.:]/.test(first) || first === "localhost" || first !== first.toLowerCase();
  if (rest === undefined || !host) return ofHub(name);
  return first === "docker.io" || first === "index.docker.io"
    ? ofHub(rest)
    : { domain: first, path: rest };
}

function ofHub(path: string): { readonly domain: string; readonly path: string } {
  return { domain: "docker.io", path: path.includes("/") ? path : `library/${path}` };
}

function splitAt(text: string, index: number): readonly [string] | readonly [string, string] {
  return index < 0 ? [text] : [text.slice(0, index), text.slice(index + 1)];
}

function noReference(seen: string): Failure {
  return new Failure({
    what: "Not an image reference",
    seen,
    expected: "[registry[:port]/]repository[:tag][@digest], the repository in lower case",
  });
}

/** Where the registry of a reference's domain really answers: Docker Hub has another name there. */
export function hostOf(domain: string): string {
  return domain === "docker.io" ? "registry-1.docker.io" : domain;
}
