/** The simulation as Markdown, between the markers of docs/scale.md. */

import { table } from "../../src/report/markdown.ts";
import { ASSUMPTIONS, type Assumption } from "./assumptions.ts";
import { best, emulationEnds, estimate, type Load, nodesBegin, WAYS } from "./model.ts";

const BUILDS = [1, 10, 1000];
interface Image extends Omit<Load, "builds"> {
  readonly what: string;
}

const IMAGES: readonly Image[] = [
  { native: 0.2, work: "unpack", what: "files are copied, a package is unpacked" },
  { native: 2, work: "compile", what: "a small program is compiled" },
  { native: 10, work: "compile", what: "a big one" },
];

/** Marker -> what stands between it and its end. */
const TABLES: Readonly<Record<string, () => string>> = {
  assumptions: () => {
    const all: readonly Assumption[] = Object.values(ASSUMPTIONS);
    const rows = all.map(({ value, what, ground, source }) => [`${value}`, what, ground, source]);
    return table(["number", "of what", "ground", "source"], rows);
  },
  wait: () => {
    const rows = IMAGES.map((image) => [
      `${image.native}: ${image.what}`,
      ...WAYS.map((way) => estimate(way, { ...image, builds: 1 }).wait.toFixed(1)),
    ]);
    return table(["native minutes of a platform", ...WAYS], rows);
  },
  month: () => {
    const head = WAYS.flatMap((way) => [`${way}: minutes a day`, "$ a month", "jobs at once"]);
    const rows = IMAGES.flatMap((image) => BUILDS.map((builds) => monthRow({ ...image, builds })));
    return table(["native minutes", "builds a day", ...head, "least money"], rows);
  },
  ends: () => {
    const rows = IMAGES.map((image) => [
      `${image.native}`,
      dayText(nodesBegin(image, "native runners")),
      dayText(nodesBegin(image, "emulation")),
    ]);
    const head = ["native minutes", "own nodes cost less than native runners", "than emulation"];
    const [unpack, compile] = [emulationEnds("unpack"), emulationEnds("compile")];
    const end = `Emulation costs no more than native runners up to ${unpack} native minutes of a platform where files are unpacked, up to ${compile} where a compiler runs.`;
    return `${end}\n\n${table(head, rows)}`;
  },
};

function monthRow(load: Load): readonly string[] {
  const cheapest = best(load);
  const cells = WAYS.flatMap((way) => {
    const { billed, month, jobs } = estimate(way, load);
    const dollars = month.toFixed(month < 10 ? 2 : 0);
    const many = jobs < 1 ? "< 1" : jobs.toFixed(0);
    return [
      `${billed * load.builds}`,
      way === cheapest ? `**${dollars}**` : dollars,
      jobs > ASSUMPTIONS.jobs.value ? `**${many}**` : many,
    ];
  });
  return [`${load.native}`, `${load.builds}`, ...cells, cheapest];
}

const dayText = (builds: number | undefined): string =>
  builds === undefined ? "never" : `from ${builds} builds a day`;

/** `page` with every table between its markers; a missing marker throws. */
export function withScale(page: string): string {
  return Object.entries(TABLES).reduce((text, [name, make]) => {
    const [open, close] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
    const [start, end] = [text.indexOf(open), text.indexOf(close)];
    if (start === -1 || end === -1) throw new Error(`docs/scale.md lacks the markers of ${name}`);
    return `${text.slice(0, start + open.length)}\n\n${make()}\n\n${text.slice(end)}`;
  }, page);
}
