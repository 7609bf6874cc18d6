/** One board: read by everybody it is shared with, edited by those who may. */
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { ApiError } from "@/api/client";
import { BoardView } from "@/features/boards/BoardView";
import { boardQuery } from "@/features/boards/queries";
import { boardsText } from "@/i18n/boards";
import { Refusal } from "@/board/TileState";
import { Bone, RowBones } from "@/ui/Bones";
import { EmptyState } from "@/ui/EmptyState";

export function BoardPage() {
  const { boardId } = useParams({ from: "/panel/boards/$boardId" });
  const answer = useQuery(boardQuery(boardId));
  if (answer.data) return <BoardView key={boardId} board={answer.data} />;
  if (answer.error instanceof ApiError && (answer.error.status === 404 || answer.error.status === 403)) {
    return (
      <EmptyState title={boardsText.gone} text={boardsText.goneText}>
        <Link to="/boards">{boardsText.allBoards}</Link>
      </EmptyState>
    );
  }
  if (answer.error) return <Refusal error={answer.error} retry={() => void answer.refetch()} />;
  return (
    <div aria-busy="true">
      <h1 className="sr">{boardsText.title}</h1>
      <Bone width={220} height={24} />
      <RowBones rows={8} height={56} />
    </div>
  );
}
