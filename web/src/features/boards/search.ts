/** What the address of a board says beside the pickers: whether it is edited, and which values its variables have. */

import { parseCustom } from "@/lib/period";

export interface BoardSearch {
  edit?: "1" | undefined;
  /** Values of variables that somebody chose while reading, as a query string of their own. */
  vars?: string | undefined;
  /** Days drawn over on a chart, in place of the board's period. */
  span?: string | undefined;
}

export function readBoardSearch(search: Record<string, unknown>): BoardSearch {
  const vars = search["vars"];
  const span = search["span"];
  return {
    edit: String(search["edit"]) === "1" ? "1" : undefined,
    vars: typeof vars === "string" && vars !== "" ? vars : undefined,
    span: typeof span === "string" && parseCustom(span) !== null ? span : undefined,
  };
}

export type Chosen = Readonly<Record<string, readonly string[]>>;

const ALL = "*";

/** A variable chosen to be all of its values has an empty list here; one nobody touched is absent. */
export function readChosen(vars: string | undefined): Chosen {
  const chosen: Record<string, string[]> = {};
  for (const [name, value] of new URLSearchParams(vars ?? "")) {
    const values = (chosen[name] ??= []);
    if (value !== ALL) values.push(value);
  }
  return chosen;
}

export function writeChosen(chosen: Chosen): string | undefined {
  const pairs = Object.entries(chosen).flatMap(([name, values]) => (values.length === 0 ? [[name, ALL]] : values.map((value) => [name, value])));
  return pairs.length === 0 ? undefined : new URLSearchParams(pairs).toString();
}
