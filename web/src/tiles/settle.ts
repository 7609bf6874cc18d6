/** What a tile looks at: the pickers of the page, overridden by its board, its section and itself; filters add up. */
import type { Query, QueryFilter } from "@/api/query";
import type { Session } from "@/api/session";
import { resolveView, type View } from "@/app/view";
import type { PickSearch } from "@/lib/picks";
import type { Settings } from "@/tiles/model";

export function settle(...settings: readonly (Settings | undefined)[]): Settings {
  let settled: Settings = {};
  for (const inner of settings) {
    if (inner === undefined) continue;
    const filters = [...(settled.filters ?? []), ...(inner.filters ?? [])];
    settled = { ...settled, ...inner, ...(filters.length === 0 ? {} : { filters }) };
  }
  return settled;
}

export interface TileView extends View {
  /** The part of a query that pickers and settings decide, with every filter. */
  readonly base: View["base"];
  readonly isOwn: { readonly period: boolean; readonly stores: boolean; readonly currency: boolean };
}

/** The pickers of the page as a tile sees them. */
export const picksOf = (picks: PickSearch, settings: Settings): PickSearch => ({
  ...picks,
  ...(settings.period === undefined ? {} : { period: settings.period }),
  ...(settings.compare === undefined ? {} : { compare: settings.compare }),
  ...(settings.stores === undefined ? {} : { stores: settings.stores.join(",") }),
  ...(settings.currency === undefined ? {} : { currency: settings.currency }),
  ...(settings.day === undefined ? {} : { day: settings.day === "organisation" ? settings.day : undefined }),
});

export function viewOf(session: Session, picks: PickSearch, settings: Settings, now: Date): TileView {
  const view = resolveView(session, picksOf(picks, settings), now);
  const filters: readonly QueryFilter[] = [...(view.base.filters ?? []), ...(settings.filters ?? [])];
  const base: Pick<Query, keyof View["base"]> = filters.length === 0 ? view.base : { ...view.base, filters };
  return {
    ...view,
    base,
    isOwn: { period: settings.period !== undefined, stores: settings.stores !== undefined, currency: settings.currency !== undefined },
  };
}
