/** What can be asked, kept for some minutes. */
import { queryOptions } from "@tanstack/react-query";
import { fetchDimensions, fetchMetrics } from "@/api/vocabulary";

const KEPT_MS = 300_000;

export const metricsQuery = queryOptions({
  queryKey: ["vocabulary", "metrics"],
  queryFn: ({ signal }) => fetchMetrics(signal),
  staleTime: KEPT_MS,
});

export const dimensionsQuery = queryOptions({
  queryKey: ["vocabulary", "dimensions"],
  queryFn: ({ signal }) => fetchDimensions(signal),
  staleTime: KEPT_MS,
});
