/** What a table or chart leaves out by its limit, as one row: asked for itself, so that averages and distinct counts are right as well. */
import type { Query, QueryFilter } from "@/api/query";
import { figureOf, rowsOf, useAnswer, type Figures } from "@/board/figures";
import type { Day } from "@/lib/calendar";

/** Null where nothing is left out, or where what is left out cannot be said by one filter. */
export function restQuery(figures: Pick<Figures, "query" | "result">): Query | null {
  const { query, result } = figures;
  const [dimension, ...more] = query.dimensions ?? [];
  if (dimension === undefined || more.length > 0 || query.grain !== undefined || result?.truncated !== true) return null;
  const shown = rowsOf(result).map((row) => figureOf(row, dimension));
  const known = shown.filter((value) => value !== null);
  // "Not these" keeps the unknown, unless it is among them.
  const except: readonly QueryFilter[] = [{ field: dimension, op: "not_in", value: known }, ...(shown.includes(null) ? [{ field: dimension, op: "not_null" as const }] : [])];
  const { order_by: _, limit: __, ...rest } = query;
  return { ...rest, dimensions: [], filters: [...(query.filters ?? []), ...except] };
}

const NOTHING: Query = { metrics: [] };

export function useRest(wanted: boolean, figures: Figures, today: Day): Figures | null {
  const query = wanted ? restQuery(figures) : null;
  const answer = useAnswer(query ?? NOTHING, today, query !== null);
  return query === null || answer.result === undefined || answer.dim ? null : answer;
}
