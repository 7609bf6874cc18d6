/** The target a tile stands for: the one of its very days and stores, else of the shortest period that is running. */
import { useQuery } from "@tanstack/react-query";
import { fetchPace, fetchTargets, type Pace, type Target } from "@/api/targets";
import { daysBetween, type Day } from "@/lib/calendar";
import type { TileView } from "@/tiles/settle";

/** Null where stores are neither all nor one: a target is set for all or for one. */
export function targetFor(targets: readonly Target[], view: Pick<TileView, "range" | "chosen">, today: Day): Target | null {
  const { range, chosen } = view;
  if (chosen.length > 1) return null;
  const fitting = targets.filter((one) => one.store === (chosen[0] ?? null));
  const exact = fitting.find((one) => range !== null && one.start === range.from && one.end === range.to);
  const running = fitting.filter((one) => one.start <= today && today <= one.end && (range === null || (range.from <= today && today <= range.to)));
  return exact ?? running.toSorted((a, b) => daysBetween(a.start, a.end) - daysBetween(b.start, b.end))[0] ?? null;
}

const EVERY_MS = 60_000;

/** The pace of a tile's target; null while it is not known, and where there is none. A filter makes it another figure. */
export function usePace(wanted: boolean, metric: string, view: TileView): Pace | null {
  const isWhole = (view.base.filters ?? []).every((one) => one.field === "store");
  const enabled = wanted && isWhole && metric !== "";
  const targets = useQuery({ queryKey: ["targets", "of", metric], queryFn: ({ signal }) => fetchTargets({ metric }, signal), enabled, staleTime: EVERY_MS, retry: false }).data;
  const target = enabled && targets !== undefined ? targetFor(targets, view, view.today) : null;
  const pace = useQuery({
    queryKey: ["targets", "pace", target?.id],
    queryFn: ({ signal }) => (target === null ? Promise.reject(new Error()) : fetchPace(target, signal)),
    enabled: target !== null,
    staleTime: EVERY_MS,
    refetchInterval: EVERY_MS,
    retry: false,
  }).data;
  return pace ?? null;
}
