/** Says why a container builder did not start, from what the engine said. */

/** What the engine says when an image cannot be had -> cause and fix. First match counts. */
const FAULTS = [
  {
    seen: /toomanyrequests|too many requests|\b429\b/i,
    cause: "The registry limits how many images are pulled from this address.",
    fix: "log in to it in an earlier step, or name a copy elsewhere:\nbuildkit-image: registry.example/moby/buildkit@sha256:…",
  },
  {
    seen: /no such host|dial tcp|i\/o timeout|connection refused|TLS handshake|deadline exceeded|network is unreachable/i,
    cause: "The engine cannot reach the registry.",
    fix: "name a copy it can reach:\nbuildkit-image: registry.example/moby/buildkit@sha256:…",
  },
  {
    seen: /not found|manifest unknown|unauthorized|denied/i,
    cause: "There is no such image, or it may not be read without a login.",
    fix: "correct the name, or log in in an earlier step:\nbuildkit-image: moby/buildkit:buildx-stable-1",
  },
] as const;

/** Cause and fix for the error output of `docker buildx create --bootstrap`. */
export function startFault(stderr: string, image: string): { cause: string; fix: string } {
  const fault = FAULTS.find(({ seen }) => seen.test(stderr));
  if (fault !== undefined) return { cause: fault.cause, fix: fault.fix };
  return {
    cause: `The image was there, but BuildKit did not start in it.`,
    fix: `docker run --rm --privileged ${image}   # shows why`,
  };
}
