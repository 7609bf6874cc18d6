/** An open board: its draft, its saving, and what others save meanwhile. */
import { useQuery } from "@tanstack/react-query";
import { useCallback, useEffect, useReducer } from "react";
import { fetchNewer, type Board } from "@/api/boards";
import { queryClient } from "@/app/queries";
import { act, isDirty, opened, resumed, type Action, type Draft } from "@/features/boards/model/draft";
import { readKept } from "@/features/boards/model/kept";
import { boardQuery } from "@/features/boards/queries";
import { useAutosave, type Autosave } from "@/features/boards/useAutosave";
import { boardsText, saveText } from "@/i18n/boards";
import { announce } from "@/ui/Announcer";
import type { Document } from "@/tiles/model";

const POLL_MS = 10_000;

export type Edit = (edit: (document: Document) => Document, group?: string) => void;

export interface OpenBoard {
  readonly draft: Draft;
  readonly edit: Edit;
  readonly dispatch: (action: Action) => void;
  readonly autosave: Autosave;
}

function begin(board: Board): Draft {
  const kept = board.may_edit ? readKept(board.id) : null;
  return kept === null ? opened(board) : resumed(kept.base, kept.document);
}

export function useDraft(board: Board): OpenBoard {
  const [draft, dispatch] = useReducer(act, board, begin);
  const edit = useCallback<Edit>((change, group) => dispatch({ do: "edit", edit: change, group }), []);
  const autosave = useAutosave(board.id, draft, (saved, sent) => {
    dispatch({ do: "saved", sent, board: saved.board, conflicts: saved.conflicts });
    queryClient.setQueryData(boardQuery(board.id).queryKey, saved.board);
    void queryClient.invalidateQueries({ queryKey: ["boards", "list"] });
  });
  useNewer(board.id, draft, dispatch);
  useEffect(() => {
    if (board.may_edit && readKept(board.id) !== null) announce(saveText.keptBack);
  }, [board.id, board.may_edit]);
  return { draft, edit, dispatch, autosave };
}

/** Asks for a newer version while nothing of one's own waits to be saved: saving brings the other's edits with its answer. */
function useNewer(id: string, draft: Draft, dispatch: (action: Action) => void): void {
  const { version } = draft.base;
  const idle = !isDirty(draft);
  const newer = useQuery({
    queryKey: ["boards", "newer", id],
    queryFn: ({ signal }) => fetchNewer(id, version, signal),
    enabled: idle,
    refetchInterval: POLL_MS,
    refetchOnWindowFocus: "always",
    staleTime: 0,
    gcTime: 0,
    retry: false,
  });
  const found = newer.data;
  useEffect(() => {
    if (!found || found.version <= version || !idle) return;
    dispatch({ do: "arrived", board: found });
    queryClient.setQueryData(boardQuery(id).queryKey, found);
    announce(boardsText.changedBy(found.saved_by?.name ?? boardsText.everybody));
  }, [found, version, idle, id, dispatch]);
}
