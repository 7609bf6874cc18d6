/** Where somebody came from, step by step, kept in the address: pages of this panel and nothing else. */
import { parseSearch, readPicks, writeSearch, type PickSearch } from "@/lib/picks";
import { readExploreSearch, type ExploreSearch } from "@/features/explore/search";

/** A board, or a question of the explorer, as path and query. */
export type Step = string;

const MOST = 8;
const LONGEST = 1_500;
const KNOWN = /^\/(?:explore|boards\/[0-9a-f-]{36})(?:\?[^#\s]*)?$/;

export function readTrail(trail: string | undefined): readonly Step[] {
  if (trail === undefined) return [];
  try {
    const raw: unknown = JSON.parse(trail);
    return Array.isArray(raw) ? raw.filter((one): one is string => typeof one === "string" && one.length <= LONGEST && KNOWN.test(one)).slice(-MOST) : [];
  } catch {
    return [];
  }
}

export const writeTrail = (steps: readonly Step[]): string | undefined => (steps.length === 0 ? undefined : JSON.stringify(steps.slice(-MOST)));

/** The trail of whatever is opened from this page. */
export function trailFrom(pathname: string, search: Record<string, unknown>): readonly Step[] {
  const { trail, ...rest } = search;
  const here = `${pathname}${writeSearch(rest)}`;
  const before = pathname === "/explore" ? readTrail(typeof trail === "string" ? trail : undefined) : [];
  return KNOWN.test(here) && here !== "/explore" ? [...before, here] : before;
}

export interface OpenStep {
  readonly board: string | null;
  readonly search: Record<string, string>;
  readonly picks: PickSearch;
  readonly explore: ExploreSearch;
}

export function openStep(step: Step): OpenStep {
  const [path = "", query = ""] = step.split("?");
  const search = parseSearch(query);
  return { board: path.startsWith("/boards/") ? path.slice("/boards/".length) : null, search, picks: readPicks(search), explore: readExploreSearch(search) };
}

/** Every picker named, so that none of the present page is kept. */
export const allPicks = (picks: PickSearch): PickSearch => ({
  stores: picks.stores,
  period: picks.period,
  compare: picks.compare,
  currency: picks.currency,
  day: picks.day,
});
