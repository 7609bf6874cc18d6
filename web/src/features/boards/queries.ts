/** What the pages of boards ask the server, with the keys under which the answers are kept. */
import { queryOptions } from "@tanstack/react-query";
import { fetchBoard, fetchBoards, fetchDefaults, fetchTemplates, fetchVersions } from "@/api/boards";

export const boardsQuery = queryOptions({
  queryKey: ["boards", "list"],
  queryFn: ({ signal }) => fetchBoards(signal),
  staleTime: 30_000,
});

export const boardQuery = (id: string) =>
  queryOptions({
    queryKey: ["boards", "one", id],
    queryFn: ({ signal }) => fetchBoard(id, signal),
    // An open board asks by itself whether somebody saved.
    staleTime: 0,
    refetchOnWindowFocus: false,
  });

export const templatesQuery = queryOptions({
  queryKey: ["boards", "templates"],
  queryFn: ({ signal }) => fetchTemplates(signal),
  staleTime: 60_000,
});

export const defaultsQuery = queryOptions({
  queryKey: ["boards", "defaults"],
  queryFn: ({ signal }) => fetchDefaults(signal),
  staleTime: 0,
});

export const versionsQuery = (id: string) =>
  queryOptions({
    queryKey: ["boards", "versions", id],
    queryFn: ({ signal }) => fetchVersions(id, signal),
    staleTime: 0,
  });
