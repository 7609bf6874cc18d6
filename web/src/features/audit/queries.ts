import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { fetchEntries, fetchSecurity, type EntriesAsked } from "@/api/audit";

const PAGE = 50;
const EVERY_MS = 30_000;

export const entriesQuery = (asked: EntriesAsked, cursor: string | undefined) =>
  queryOptions({
    queryKey: ["audit", "entries", asked, cursor],
    queryFn: ({ signal }) => fetchEntries(asked, cursor, PAGE, signal),
    placeholderData: keepPreviousData,
    staleTime: 0,
  });

export const securityQuery = queryOptions({
  queryKey: ["audit", "security"],
  queryFn: ({ signal }) => fetchSecurity(signal),
  refetchInterval: EVERY_MS,
  staleTime: 0,
});
