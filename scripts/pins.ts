/** `npm run pins`: every default pinned by its content, where it was checked, and what its publisher has today. */

import { parseArgs } from "node:util";
import { pinned } from "./pins/list.ts";
import { published } from "./pins/publisher.ts";
import { records } from "./pins/records.ts";

/** Another address of releases than the default's, as `emulator-url` writes it. */
const { url } = parseArgs({ options: { url: { type: "string" } } }).values;

const rows = await Promise.all(
  pinned(url).map(async (pin) => {
    const record = records.find(({ what }) => what === pin.what);
    const seen =
      record === undefined ? "nowhere" : `${record.repositories} repositories, ${record.read}`;
    return { pin, seen, today: await published(pin) };
  }),
);
for (const { pin, seen, today } of rows) {
  console.log(
    `${pin.what}\n  sha256     ${pin.digest}\n  also in    ${seen}\n  publisher  ${today}`,
  );
}
if (rows.some(({ today }) => today.startsWith("differs"))) process.exitCode = 1;
