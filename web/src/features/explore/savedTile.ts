/** An answer as a tile of a board: what it asks, and what it keeps of the pickers it was seen under. */
import { formOf } from "@/features/boards/kinds";
import type { NewTile } from "@/features/boards/model/edits";
import { askedFilters, chartOf, tableOf, type Exploration } from "@/features/explore/state";
import { storeList, type PickSearch } from "@/lib/picks";
import type { MetricOf } from "@/tiles/bestKind";
import type { Settings, TileKind } from "@/tiles/model";

export function savedTile(state: Exploration, kind: TileKind, picks: PickSearch, keep: boolean, title: string, metricOf: MetricOf): NewTile {
  const { query, options } = kind === "table" ? tableOf(state, metricOf) : chartOf(state, kind, metricOf);
  const filters = askedFilters(state);
  const settings: Settings = { ...(keep ? kept(picks) : {}), ...(filters.length === 0 ? {} : { filters }) };
  return {
    kind,
    size: formOf(kind).size,
    ...(title === "" ? {} : { title }),
    ...(query === undefined ? {} : { query: kind === "number" ? { metrics: query.metrics.slice(0, 1) } : query }),
    ...(options === undefined ? {} : { options }),
    ...(Object.keys(settings).length === 0 ? {} : { settings }),
  };
}

function kept(picks: PickSearch): Settings {
  const stores = storeList(picks.stores);
  return {
    period: picks.period ?? "today",
    ...(picks.compare === undefined ? {} : { compare: picks.compare }),
    ...(stores.length === 0 ? {} : { stores }),
    ...(picks.currency === undefined ? {} : { currency: picks.currency }),
    ...(picks.day === undefined ? {} : { day: picks.day }),
  };
}
