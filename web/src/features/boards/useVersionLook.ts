/** Looking at an older version: shown in place of the board, and restored only when asked. */
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { fetchVersion, restoreVersion, type Board, type BoardVersion } from "@/api/boards";
import { queryClient } from "@/app/queries";
import type { OpenBoard } from "@/features/boards/useDraft";
import { versionsText } from "@/i18n/boards";
import { announce } from "@/ui/Announcer";
import type { Document } from "@/tiles/model";

export interface VersionLook {
  readonly version: BoardVersion | null;
  readonly document: Document | null;
  readonly look: (version: BoardVersion | null) => void;
  readonly restore: () => void;
  readonly isBusy: boolean;
}

export function useVersionLook(board: Board, open: OpenBoard): VersionLook {
  const [version, setVersion] = useState<BoardVersion | null>(null);
  const number = version?.version ?? 0;
  const found = useQuery({
    queryKey: ["boards", "version", board.id, number],
    queryFn: ({ signal }) => fetchVersion(board.id, number, signal),
    enabled: version !== null,
    staleTime: Infinity,
  });
  const restore = useMutation({
    mutationFn: () => restoreVersion(board.id, number),
    onSuccess: (restored) => {
      open.dispatch({ do: "replaced", board: restored });
      setVersion(null);
      void queryClient.invalidateQueries({ queryKey: ["boards"] });
      announce(versionsText.restored(number));
    },
    onError: (error) => announce(error.message),
  });
  return { version, document: version === null ? null : (found.data?.document ?? null), look: setVersion, restore: () => restore.mutate(), isBusy: restore.isPending };
}
