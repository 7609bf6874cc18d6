/** Every board there is for this person, and the templates to begin from. */
import { Button, TextInput } from "@mantine/core";
import { IconFileImport, IconPlus, IconSearch, IconX } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import type { BoardSummary } from "@/api/boards";
import { useMay } from "@/app/view";
import { Refusal } from "@/board/TileState";
import { BoardRow } from "@/features/boards/BoardRow";
import { groupsOf } from "@/features/boards/groups";
import { boardsQuery } from "@/features/boards/queries";
import { Templates } from "@/features/boards/Templates";
import { useBoardActions } from "@/features/boards/useBoardActions";
import { boardsText } from "@/i18n/boards";
import { shellText } from "@/i18n/shell";
import { RowBones } from "@/ui/Bones";
import { EmptyState } from "@/ui/EmptyState";
import { PageHead } from "@/ui/PageHead";
import classes from "./boards.module.css";

const NewBoard = lazy(() => import("@/features/boards/NewBoard"));
const ImportBoard = lazy(() => import("@/features/boards/ImportBoard"));

export function BoardsPage() {
  const [doing, setDoing] = useState<"new" | "import" | null>(null);
  const [removed, setRemoved] = useState<BoardSummary | null>(null);
  const boards = useQuery(boardsQuery);
  const actions = useBoardActions();
  const mayEdit = useMay()("boards:edit");
  const why = mayEdit ? undefined : shellText.needsPermission(boardsText.mayNot);
  const close = (): void => setDoing(null);
  return (
    <>
      <PageHead title={boardsText.title} subtitle={boardsText.subtitle}>
        <Button variant="default" disabled={!mayEdit} title={why} leftSection={<IconFileImport size={15} aria-hidden />} onClick={() => setDoing("import")}>
          {boardsText.import}
        </Button>
        <Button disabled={!mayEdit} title={why} leftSection={<IconPlus size={15} aria-hidden />} onClick={() => setDoing("new")}>
          {boardsText.new}
        </Button>
      </PageHead>
      {removed ? (
        <Removed
          board={removed}
          onUndo={() => actions.restore.mutate(removed, { onSuccess: () => setRemoved(null) })}
          onClose={() => setRemoved(null)}
        />
      ) : null}
      {boards.isPending ? <RowBones rows={5} height={52} /> : null}
      {boards.error && !boards.data ? <Refusal error={boards.error} retry={() => void boards.refetch()} /> : null}
      {boards.data ? <Found boards={boards.data} actions={actions} onRemoved={setRemoved} /> : null}
      <section aria-labelledby="templates" className={classes.group}>
        <h2 id="templates" className={classes.groupTitle}>
          {boardsText.templates}
        </h2>
        <p className={classes.groupHint}>{boardsText.templatesHint}</p>
        <Templates />
      </section>
      <Suspense>
        {doing === "new" ? <NewBoard onClose={close} /> : null}
        {doing === "import" ? <ImportBoard onClose={close} /> : null}
      </Suspense>
    </>
  );
}

interface FoundProps {
  readonly boards: readonly BoardSummary[];
  readonly actions: ReturnType<typeof useBoardActions>;
  readonly onRemoved: (board: BoardSummary) => void;
}

const FEW = 6;

function Found({ boards, actions, onRemoved }: FoundProps) {
  const [q, setQ] = useState("");
  const groups = groupsOf(boards, q);
  if (boards.length === 0) {
    return (
      <div className={classes.group}>
        <EmptyState title={boardsText.empty} text={boardsText.emptyText} />
      </div>
    );
  }
  return (
    <>
      {boards.length > FEW ? (
        <div className={classes.tools}>
          <TextInput
            size="sm"
            leftSection={<IconSearch size={15} aria-hidden />}
            placeholder={boardsText.find}
            aria-label={boardsText.find}
            value={q}
            onChange={(event) => setQ(event.currentTarget.value)}
          />
        </div>
      ) : null}
      {groups.length === 0 ? <p className={classes.group}>{boardsText.nothing(q)}</p> : null}
      {groups.map((group) => (
        <section key={group.key} className={classes.group} aria-labelledby={`group-${group.key}`}>
          <h2 id={`group-${group.key}`} className={classes.groupTitle}>
            {boardsText[group.key]}
          </h2>
          <ul className={classes.list}>
            {group.boards.map((board) => (
              <BoardRow key={board.id} board={board} actions={actions} onRemoved={onRemoved} />
            ))}
          </ul>
        </section>
      ))}
    </>
  );
}

function Removed({ board, onUndo, onClose }: { readonly board: BoardSummary; readonly onUndo: () => void; readonly onClose: () => void }) {
  return (
    <div className={classes.undo} role="status">
      <p>{boardsText.removed(board.name)}</p>
      <Button variant="default" size="xs" onClick={onUndo} autoFocus>
        {boardsText.undo}
      </Button>
      <button type="button" className={classes.icon} aria-label={boardsText.close} onClick={onClose}>
        <IconX size={15} aria-hidden />
      </button>
    </div>
  );
}
