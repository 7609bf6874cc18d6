import { useMutation } from "@tanstack/react-query";
import { saveBlob } from "@/api/client";
import { exportQuery, type Query } from "@/api/query";
import { announce } from "@/ui/Announcer";

/** Downloads what a tile shows, as the server writes it. */
export function useExport(query: Query, name: string): () => void {
  const save = useMutation({
    mutationFn: () => exportQuery(query, "csv"),
    onSuccess: (blob) => saveBlob(blob, `${name}.csv`),
    onError: (error) => announce(`The file could not be made: ${error.message}`),
  });
  return () => save.mutate();
}
