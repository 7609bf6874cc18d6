import { useMutation } from "@tanstack/react-query";
import { saveBlob } from "@/api/client";
import { exportQuery, type Query } from "@/api/query";
import { useSession } from "@/app/view";
import { announce } from "@/ui/Announcer";

/** Downloads what a tile shows, as the server writes it; a file of the demo says so in its name. */
export function useExport(query: Query, name: string): () => void {
  const { organisation } = useSession();
  const save = useMutation({
    mutationFn: () => exportQuery(query, "csv"),
    onSuccess: (blob) => saveBlob(blob, `${organisation.is_demo ? "demo-" : ""}${name}.csv`),
    onError: (error) => announce(`The file could not be made: ${error.message}`),
  });
  return () => save.mutate();
}
