/** The names of the explorer in the address, as they arrive with every page: what they mean is read when it opens. */

export const NAMES = ["m", "by", "step", "f", "sort", "top", "rest", "as", "cols", "add", "stack", "scale", "rows", "trail"] as const;
export type ExploreName = (typeof NAMES)[number];
export type ExploreSearch = { [name in ExploreName]?: string | undefined };

/** Longer than any question: an address that long was not made here. */
const LONGEST = 12_000;

export function readExploreSearch(search: Record<string, unknown>): ExploreSearch {
  const found: ExploreSearch = {};
  for (const name of NAMES) {
    const value = search[name];
    const text = typeof value === "number" ? String(value) : value;
    if (typeof text === "string" && text !== "" && text.length <= LONGEST) found[name] = text;
  }
  return found;
}
