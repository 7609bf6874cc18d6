/** How the list of boards is grouped and searched. */
import type { BoardSummary } from "@/api/boards";

export type GroupKey = "favourites" | "mine" | "shared" | "organisation";

export interface BoardGroup {
  readonly key: GroupKey;
  readonly boards: readonly BoardSummary[];
}

/** Every board once, favourites first; groups without boards are left out. */
export function groupsOf(boards: readonly BoardSummary[], q: string): readonly BoardGroup[] {
  const words = q.toLowerCase().split(/\s+/).filter(Boolean);
  const found = boards
    .filter((board) => words.every((word) => `${board.name} ${board.description ?? ""}`.toLowerCase().includes(word)))
    .toSorted((a, b) => a.name.localeCompare(b.name) || a.id.localeCompare(b.id));
  const keys: readonly GroupKey[] = ["favourites", "mine", "shared", "organisation"];
  return keys.map((key) => ({ key, boards: found.filter((board) => groupOf(board) === key) })).filter((group) => group.boards.length > 0);
}

function groupOf(board: BoardSummary): GroupKey {
  if (board.is_favourite) return "favourites";
  if (board.visibility === "organisation") return "organisation";
  return board.is_mine ? "mine" : "shared";
}
