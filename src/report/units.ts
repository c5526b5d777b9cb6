/** Times and sizes as people read them. */

/** Milliseconds -> `12 ms`, `1.2 s`, `2 min 5 s`, `1 h 2 min`; below half a millisecond `< 1 ms`. */
export function durationText(ms: number): string {
  if (ms < 0.5) return "< 1 ms";
  if (Math.round(ms) < 1000) return `${Math.round(ms)} ms`;
  if (ms < 59_950) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  const minutes = Math.round(ms / 60_000);
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** Bytes -> `512 B`, `1.5 kB`, `13.4 MB`, `1.2 GB`: powers of 1000, as registries show them. */
export function sizeText(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  const units = ["kB", "MB", "GB", "TB"];
  let value = bytes / 1000;
  let unit = units.shift();
  while (value >= 999.95 && units.length > 0) {
    value /= 1000;
    unit = units.shift();
  }
  return `${value.toFixed(1)} ${unit}`;
}

/** `1 program`, `2 programs`. */
export function countText(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
