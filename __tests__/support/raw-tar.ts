/** Makes tar archives byte by byte, wrong ones too. */

export interface Header {
  readonly name: string;
  readonly type?: string;
  /** Octal digits where it is a number. */
  readonly size?: number | Buffer;
  readonly mode?: number;
  readonly link?: string;
  readonly sum?: string;
  /** GNU's real size of a sparse file. */
  readonly real?: Buffer;
}

const BLOCK = 512;
export const END = Buffer.alloc(2 * BLOCK);

export function header({
  name,
  type = "0",
  size = 0,
  mode = 0o755,
  link = "",
  sum,
  real,
}: Header): Buffer {
  const block = Buffer.alloc(BLOCK);
  const octal = (value: number, digits: number): Buffer =>
    Buffer.from(`${value.toString(8).padStart(digits, "0")}\0`);
  Buffer.from(name).copy(block, 0, 0, 100);
  octal(mode, 7).copy(block, 100);
  octal(0, 7).copy(block, 108);
  octal(0, 7).copy(block, 116);
  (typeof size === "number" ? octal(size, 11) : size).copy(block, 124);
  octal(0, 11).copy(block, 136);
  block.write(" ".repeat(8), 148);
  block.write(type, 156);
  block.write(link, 157, 100);
  block.write("ustar\x0000", 257);
  octal(1, 7).copy(block, 329);
  octal(5, 7).copy(block, 337);
  real?.copy(block, 483);
  const all = block.reduce((total, byte) => total + byte, 0);
  block.write(sum ?? `${all.toString(8).padStart(6, "0")}\0 `, 148);
  return block;
}

const padded = (data: Buffer): Buffer =>
  Buffer.concat([data, Buffer.alloc((BLOCK - (data.length % BLOCK)) % BLOCK)]);

export const file = (name: string, data: Buffer, more: Partial<Header> = {}): Buffer[] => [
  header({ name, size: data.length, ...more }),
  padded(data),
];

/** A record of PAX: its length counts itself. */
function record(key: string, value: string): string {
  const rest = ` ${key}=${value}\n`;
  const bytes = Buffer.byteLength(rest);
  const length = bytes + String(bytes + String(bytes).length).length;
  return `${length}${rest}`;
}

export function pax(records: Readonly<Record<string, string>>, type = "x"): Buffer[] {
  const data = Object.entries(records).map(([key, value]) => record(key, value));
  return file("pax", Buffer.from(data.join("")), { type });
}

/** A number of more than 33 bits, as GNU writes it: in binary. */
export function binary(value: bigint): Buffer {
  const bytes = Buffer.alloc(12);
  bytes.writeBigInt64BE(value, 4);
  bytes[0] = value < 0n ? 0xff : 0x80;
  if (value < 0n) bytes.fill(0xff, 1, 4);
  return bytes;
}
