/** Figures and splits to pick from, and what of a question is not among them. */
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { dimensionsQuery, metricsQuery } from "@/app/vocabulary";
import { dimensionFields, metricFields, type Field } from "@/features/explore/groups";

export interface Fields {
  readonly metrics: readonly Field[];
  readonly dimensions: readonly Field[];
  /** Both lists are there. */
  readonly ready: boolean;
  readonly error: Error | null;
  readonly retry: () => void;
}

export function useFields(): Fields {
  const metrics = useQuery(metricsQuery);
  const dimensions = useQuery(dimensionsQuery);
  const found = useMemo(() => ({ metrics: metricFields(metrics.data ?? []), dimensions: dimensionFields(dimensions.data ?? []) }), [metrics.data, dimensions.data]);
  return {
    ...found,
    ready: metrics.data !== undefined && dimensions.data !== undefined,
    error: metrics.error ?? dimensions.error,
    retry: () => {
      void metrics.refetch();
      void dimensions.refetch();
    },
  };
}
