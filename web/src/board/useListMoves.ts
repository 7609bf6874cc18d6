/** Lists of figures follow the data they rest on: asked again when it moved, at most every few seconds. */
import { useThrottledCallback } from "@mantine/hooks";
import type { QueryFilter } from "@/api/query";
import { useView } from "@/app/view";
import { buildQuery, narrowed } from "@/board/figures";
import { useMoves } from "@/live/useMoves";

/** A list is read, not watched: rows that change places every second cannot be. */
const CALM_MS = 5_000;
const AGAIN_MS = 20_000;

/** Calls `ask` when the figures moved; returns how often to ask unasked, while nobody tells. */
export function useListMoves(filters: readonly QueryFilter[], ask: () => void): number | false {
  const view = useView();
  const isTold = useMoves(buildQuery(view, { metrics: ["net_sales"], ...narrowed(view, filters) }), useThrottledCallback(ask, CALM_MS));
  return isTold || !view.unfinished ? false : AGAIN_MS;
}
