/** Notes of people on days, as flags of a chart. */
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { fetchAnnotations, type Annotation } from "@/api/annotations";
import type { Bucket } from "@/charts/buckets";
import type { Flag } from "@/charts/courseOption";
import type { Grain } from "@/lib/period";
import type { TileView } from "@/tiles/settle";

const MOST = 6;

export function useFlags(wanted: boolean, buckets: readonly Bucket[], grain: Grain | null, view: TileView): readonly Flag[] {
  const { range } = view;
  const notes = useQuery({
    queryKey: ["annotations", range?.from, range?.to, view.chosen],
    queryFn: ({ signal }) => fetchAnnotations({ from: range?.from, to: range?.to, store: view.chosen.join(",") || undefined }, signal),
    enabled: wanted && range !== null,
    staleTime: 60_000,
    retry: false,
  }).data;
  return useMemo(() => (notes === undefined ? NONE : flagsOf(notes, buckets, grain)), [notes, buckets, grain]);
}

/** What people wrote before holidays, one flag a bucket; beside weeks and months a holiday explains nothing. */
export function flagsOf(notes: readonly Annotation[], buckets: readonly Bucket[], grain: Grain | null): readonly Flag[] {
  const found = new Map<number, string[]>();
  const told = notes.filter((note) => note.kind !== "holiday" || grain === "day");
  for (const note of told.toSorted((one, other) => Number(one.kind === "holiday") - Number(other.kind === "holiday"))) {
    const index = buckets.findLastIndex((bucket) => bucket.key <= note.day);
    if (index >= 0 && (found.has(index) || found.size < MOST)) found.set(index, [...(found.get(index) ?? []), note.text]);
  }
  return [...found].map(([index, texts]) => ({ index, text: texts.join(", ") }));
}

const NONE: readonly Flag[] = [];
