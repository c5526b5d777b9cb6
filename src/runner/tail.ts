/** Keeps the end of a stream of bytes. */

/** Holds the last `most` bytes pushed into it, in whole pieces or cut ones. */
export class Tail {
  readonly #most: number;
  #pieces: Buffer[] = [];
  #size = 0;

  constructor(most: number) {
    this.#most = most;
  }

  push(data: Buffer): void {
    this.#pieces.push(data);
    this.#size += data.length;
    while (this.#size - (this.#pieces[0]?.length ?? 0) >= this.#most) {
      this.#size -= this.#pieces.shift()?.length ?? 0;
    }
  }

  text(): string {
    return Buffer.concat(this.#pieces).subarray(-this.#most).toString("utf8");
  }
}
