/** What the pages of definitions ask, and what is asked anew after a change. */
import { queryOptions } from "@tanstack/react-query";
import { fetchDefinition, fetchDefinitions, fetchDefinitionVersions, fetchGraph, fetchUses } from "@/api/definitions";
import { queryClient } from "@/app/queries";

export const definitionsQuery = (deleted: boolean) =>
  queryOptions({ queryKey: ["definitions", "list", deleted], queryFn: ({ signal }) => fetchDefinitions(deleted, signal), staleTime: 10_000 });
export const definitionQuery = (key: string) =>
  queryOptions({ queryKey: ["definitions", "one", key], queryFn: ({ signal }) => fetchDefinition(key, signal), staleTime: 0 });
export const versionsQuery = (key: string) =>
  queryOptions({ queryKey: ["definitions", "versions", key], queryFn: ({ signal }) => fetchDefinitionVersions(key, signal), staleTime: 0 });
export const usesQuery = (key: string) =>
  queryOptions({ queryKey: ["definitions", "uses", key], queryFn: ({ signal }) => fetchUses(key, signal), staleTime: 10_000 });
export const graphQuery = (key: string) =>
  queryOptions({ queryKey: ["definitions", "graph", key], queryFn: ({ signal }) => fetchGraph(key, signal), staleTime: 10_000 });

/** A definition reaches every list of names and every figure. */
export function definitionsChanged(): void {
  for (const part of ["definitions", "vocabulary", "figures"]) void queryClient.invalidateQueries({ queryKey: [part] });
}
