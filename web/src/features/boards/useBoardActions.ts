/** What can be done to a board from its list entry and from its head; each says what it did. */
import { useMutation, type UseMutationResult } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { deleteBoard, duplicateBoard, fetchBoardFile, setFavourite, setHome, undeleteBoard, type BoardSummary } from "@/api/boards";
import { saveBlob } from "@/api/client";
import { queryClient } from "@/app/queries";
import { boardsQuery } from "@/features/boards/queries";
import { boardsText } from "@/i18n/boards";
import { announce } from "@/ui/Announcer";

type Doing = UseMutationResult<unknown, Error, BoardSummary>;

export interface BoardActions {
  readonly star: Doing;
  readonly home: Doing;
  readonly duplicate: Doing;
  readonly remove: Doing;
  readonly restore: Doing;
  readonly download: Doing;
}

export const slugOf = (name: string): string => name.toLowerCase().normalize("NFKD").replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "") || "board";

const again = (): void => void queryClient.invalidateQueries({ queryKey: ["boards"] });

export function useBoardActions(): BoardActions {
  const navigate = useNavigate();
  const failed = (error: Error): void => announce(error.message);
  return {
    star: useMutation({
      mutationFn: (board: BoardSummary) => setFavourite(board.id, !board.is_favourite),
      onMutate: (board) => mark(board.id, { is_favourite: !board.is_favourite }),
      onSuccess: (_, board) => announce((board.is_favourite ? boardsText.unstarred : boardsText.starred)(board.name)),
      onError: failed,
      onSettled: again,
    }),
    home: useMutation({
      mutationFn: (board: BoardSummary) => setHome(board.is_home ? null : board.id),
      onSuccess: (_, board) => announce(board.is_home ? boardsText.homeUnset : boardsText.homeSet(board.name)),
      onError: failed,
      onSettled: again,
    }),
    duplicate: useMutation({
      mutationFn: (board: BoardSummary) => duplicateBoard(board.id),
      onSuccess: (made) => {
        again();
        announce(boardsText.duplicated(made.name));
        void navigate({ to: "/boards/$boardId", params: { boardId: made.id }, search: (old) => ({ ...old, edit: "1" as const }) });
      },
      onError: failed,
    }),
    remove: useMutation({ mutationFn: (board: BoardSummary) => deleteBoard(board.id), onError: failed, onSettled: again }),
    restore: useMutation({
      mutationFn: (board: BoardSummary) => undeleteBoard(board.id),
      onSuccess: (_, board) => announce(boardsText.back(board.name)),
      onError: failed,
      onSettled: again,
    }),
    download: useMutation({
      mutationFn: async (board: BoardSummary) => saveBlob(await fetchBoardFile(board.id), `${slugOf(board.name)}.yaml`),
      onError: failed,
    }),
  };
}

/** The star answers at once; the server's list follows. */
function mark(id: string, change: Partial<BoardSummary>): void {
  queryClient.setQueryData(boardsQuery.queryKey, (old) => old?.map((board) => (board.id === id ? { ...board, ...change } : board)));
}
