/** What a tile is called when nobody named it: the question in words. */
import { formatRange } from "@/lib/calendar";
import type { Tile } from "@/tiles/model";
import type { TileView } from "@/tiles/settle";
import type { Names } from "@/tiles/vocabulary";

const FIXED: Partial<Record<Tile["kind"], string>> = { feed: "Orders arriving", text: "Text", section: "Section", waterfall: "From gross to net sales" };

export function titleOf(tile: Tile, names: Pick<Names, "metric" | "dimension">): string {
  if (tile.title !== undefined && tile.title !== "") return tile.title;
  const { query, kind } = tile;
  if (query === undefined || kind === "waterfall") return FIXED[kind] ?? kind;
  const metrics = query.metrics.map((metric) => names.metric(metric).label);
  const subject = metrics.length > 3 ? `${metrics[0] ?? ""} and ${metrics.length - 1} more` : metrics.join(", ");
  if (kind === "heatmap") return `${subject} by hour and weekday`;
  if (kind === "cohort") return `${subject} by month of the first order`;
  if (kind === "scatter" && metrics.length > 1) return `${metrics[0] ?? ""} against ${(metrics[1] ?? "").toLowerCase()}`;
  const by = (query.dimensions ?? []).map((dimension) => names.dimension(dimension).toLowerCase());
  return by.length === 0 ? subject : `${subject} by ${by.join(" and ")}`;
}

/** Said under the title only where the tile looks at something else than the page; `weeks` where its weeks are not the reader's own. */
export function subtitleOf(tile: Tile, view: TileView, weeks?: string): string | undefined {
  if (tile.subtitle !== undefined && tile.subtitle !== "") return weeks === undefined ? tile.subtitle : `${tile.subtitle} · ${weeks}`;
  const own: string[] = [];
  if (tile.settings?.period !== undefined) own.push(view.range === null ? "All time" : formatRange(view.range, view.today));
  if (tile.settings?.stores !== undefined) own.push(view.stores.map((store) => store.name).join(", "));
  if (tile.settings?.currency !== undefined) own.push(view.currency);
  if (weeks !== undefined) own.push(weeks);
  return own.length === 0 ? undefined : own.join(" · ");
}
