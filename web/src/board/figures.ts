/** Figures of a tile: the pickers' part of the query plus the tile's own, kept while new ones come. */
import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useSyncExternalStore } from "react";
import { askQuery } from "@/api/batch";
import { type Cell, type Query, type QueryFilter, type QueryResult } from "@/api/query";
import { useView, type View } from "@/app/view";
import { lengthOf, type Day, type DayRange } from "@/lib/calendar";
import { isUnfinished } from "@/lib/period";
import { Freshness } from "@/board/freshness";
import { Live } from "@/live/client";

export type FigureSpec = Partial<Query> & Pick<Query, "metrics">;

export interface Figures {
  readonly query: Query;
  readonly result: QueryResult | undefined;
  readonly error: Error | null;
  /** Old figures are on screen while new ones are on their way. */
  readonly dim: boolean;
  readonly retry: () => void;
}

/** Without a live connection: a day is watched closely; in months nothing is seen of five seconds. */
const LIVE_MS = 5_000;
const CALM_MS = 20_000;

const liveEvery = (range: DayRange | undefined): number => (range !== undefined && lengthOf(range) <= 2 ? LIVE_MS : CALM_MS);

export const buildQuery = (view: View, spec: FigureSpec): Query => ({ ...view.base, ...spec });

/** The pickers' filters and some more. */
export const narrowed = (view: View, filters: readonly QueryFilter[]): Pick<Query, "filters"> =>
  filters.length === 0 ? {} : { filters: [...(view.base.filters ?? []), ...filters] };

export function useFigures(spec: FigureSpec, enabled = true): Figures {
  const view = useView();
  return useAnswer(buildQuery(view, spec), view.today, enabled);
}

/** The answer to a whole query, followed live; `today` says whether its days are still going on. */
export function useAnswer(query: Query, today: Day, enabled = true): Figures {
  const client = useQueryClient();
  const isLive = useSyncExternalStore(Live.subscribe, () => Live.current().phase === "live");
  const answer = useQuery({
    queryKey: ["figures", query],
    queryFn: async ({ signal }) => {
      const result = await askQuery(query, signal);
      Freshness.report(result.as_of, result.stale, result.stale_since ?? null);
      return result;
    },
    enabled,
    placeholderData: keepPreviousData,
    refetchInterval: !isLive && isUnfinished(query.range ?? null, today) ? liveEvery(query.range) : false,
  });
  const key = JSON.stringify(query);
  const answered = enabled && answer.isSuccess && !answer.isPlaceholderData;
  // The first answer comes over REST, so that a page without a socket is as whole; what follows is sent by the server.
  useEffect(() => {
    if (!answered) return undefined;
    const followed = JSON.parse(key) as Query;
    return Live.follow(followed, (result) => {
      Freshness.report(result.as_of, result.stale, result.stale_since ?? null);
      client.setQueryData(["figures", followed], result);
    });
  }, [answered, key, client]);
  return {
    query,
    result: answer.data,
    error: answer.error,
    dim: answer.isPlaceholderData && answer.isFetching,
    retry: () => void answer.refetch(),
  };
}

export type Row = Readonly<Record<string, Cell>>;

export function rowsOf(result: QueryResult | undefined): readonly Row[] {
  if (!result) return [];
  return result.rows.map((row) => Object.fromEntries(result.columns.map((column, index) => [column.name, row[index] ?? null])));
}

/** A cell as the decimal text it is, whichever way it travelled. */
export function textOf(cell: Cell | undefined): string | null {
  if (cell === null || cell === undefined || cell === "") return null;
  return String(cell);
}

export const figureOf = (row: Row | undefined, name: string): string | null => textOf(row?.[name]);

/** The single row of a query without groups: its totals, or its only row. */
export function totalOf(result: QueryResult | undefined, name: string): string | null {
  if (!result) return null;
  const fromTotals = textOf(result.totals[name]);
  if (fromTotals !== null) return fromTotals;
  return result.rows.length === 1 ? figureOf(rowsOf(result)[0], name) : null;
}
