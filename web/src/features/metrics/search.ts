/** What the list of metrics remembers in its address. */
export const SHOWN = ["all", "own", "certified", "builtin", "deleted"] as const;
export type Shown = (typeof SHOWN)[number];

export interface DefinitionSearch {
  readonly q?: string | undefined;
  readonly show?: Shown | undefined;
  readonly kind?: "metric" | "grouping" | undefined;
}

const LONGEST = 100;

export function readDefinitionSearch(search: Record<string, unknown>): DefinitionSearch {
  const { q, show, kind } = search;
  const known = SHOWN.find((one) => one === show);
  return {
    ...(typeof q === "string" && q !== "" ? { q: q.slice(0, LONGEST) } : {}),
    ...(known === undefined || known === "all" ? {} : { show: known }),
    ...(kind === "grouping" || kind === "metric" ? { kind } : {}),
  };
}
