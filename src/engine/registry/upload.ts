/** The request that sends a blob in one piece, where an upload was begun. */

import type { Call } from "./session.ts";
import type { BlobSource } from "./stored.ts";

/** `place`: the address that the registry answered. */
export function uploadTo(place: string, { digest, size, open }: BlobSource): Omit<Call, "scopes"> {
  const joint = place.includes("?") ? "&" : "?";
  return {
    method: "PUT",
    target: `${place}${joint}digest=${encodeURIComponent(digest)}`,
    headers: { "content-type": "application/octet-stream", "content-length": String(size) },
    body: open,
    // What came of a session that broke is not known: whoever sends begins anew.
    tries: 1,
  };
}
