/** Computes the tables of docs/scale.md and writes them there: `node --import tsx scripts/scale.ts`. */

import { readFile, writeFile } from "node:fs/promises";
import { withScale } from "./scale/tables.ts";

const page = new URL("../docs/scale.md", import.meta.url);
await writeFile(page, withScale(await readFile(page, "utf8")));
