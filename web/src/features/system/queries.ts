/** What the system page asks, and how often: it refreshes by itself while it is looked at. */
import { queryOptions } from "@tanstack/react-query";
import { fetchBody, fetchParked } from "@/api/deliveries";
import { fetchAccuracy, fetchStanding } from "@/api/system";

const EVERY_MS = 5_000;
const COMPARING_MS = 1_000;
const CALM_MS = 30_000;

export const standingQuery = queryOptions({
  queryKey: ["system", "standing"],
  queryFn: ({ signal }) => fetchStanding(signal),
  refetchInterval: EVERY_MS,
});

export const accuracyQuery = queryOptions({
  queryKey: ["system", "accuracy"],
  queryFn: ({ signal }) => fetchAccuracy(signal),
  refetchInterval: (query) => (query.state.data?.newer?.state === "running" ? COMPARING_MS : CALM_MS),
});

export const PARKED = ["system", "parked"] as const;

export const parkedQuery = (cursor: string | undefined) =>
  queryOptions({
    queryKey: [...PARKED, cursor],
    queryFn: ({ signal }) => fetchParked(cursor, signal),
    refetchInterval: EVERY_MS,
  });

/** Personal: asked for when it is opened, and forgotten when it is closed. */
export const bodyQuery = (id: string) =>
  queryOptions({ queryKey: ["delivery", id], queryFn: ({ signal }) => fetchBody(id, signal), gcTime: 0, staleTime: Infinity, refetchOnWindowFocus: false });
