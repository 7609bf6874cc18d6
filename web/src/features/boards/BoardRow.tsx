import { Menu } from "@mantine/core";
import { IconCopy, IconDots, IconDownload, IconHome, IconStar, IconTrash } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import type { BoardSummary } from "@/api/boards";
import { useMay, useSession } from "@/app/view";
import type { BoardActions } from "@/features/boards/useBoardActions";
import { boardsText } from "@/i18n/boards";
import { timeOf } from "@/features/boards/when";
import classes from "./pages/boards.module.css";

interface BoardRowProps {
  readonly board: BoardSummary;
  readonly actions: BoardActions;
  readonly onRemoved: (board: BoardSummary) => void;
}

/** A board in the list: its name opens it, the star keeps it in the sidebar. */
export function BoardRow({ board, actions, onRemoved }: BoardRowProps) {
  const { organisation } = useSession();
  const may = useMay();
  const owner = board.is_mine || board.owner === null ? null : boardsText.by(board.owner.name);
  const facts = [boardsText.tiles(board.tiles), owner, boardsText.savedAt(timeOf(board.saved_at, organisation.timezone))].filter(Boolean);
  return (
    <li className={classes.row}>
      <button type="button" className={classes.icon} aria-pressed={board.is_favourite} aria-label={boardsText.favourite(board.name)} onClick={() => actions.star.mutate(board)}>
        <IconStar size={17} stroke={1.7} aria-hidden />
      </button>
      <div className={classes.words}>
        <span className={classes.name}>
          <Link to="/boards/$boardId" params={{ boardId: board.id }}>
            {board.name}
          </Link>
          {board.is_home ? (
            <span className={classes.mark} title={boardsText.homeHint}>
              <IconHome size={12} aria-hidden />
              {boardsText.home}
            </span>
          ) : null}
        </span>
        {board.description ? <span className={classes.about}>{board.description}</span> : null}
      </div>
      <span className={classes.facts}>{facts.join(" · ")}</span>
      <Menu position="bottom-end" width={220}>
        <Menu.Target>
          <button type="button" className={classes.icon} aria-label={boardsText.more(board.name)}>
            <IconDots size={17} aria-hidden />
          </button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconHome size={15} aria-hidden />} onClick={() => actions.home.mutate(board)}>
            {board.is_home ? boardsText.unsetHome : boardsText.setHome}
          </Menu.Item>
          {may("boards:edit") ? (
            <Menu.Item leftSection={<IconCopy size={15} aria-hidden />} onClick={() => actions.duplicate.mutate(board)}>
              {boardsText.duplicate}
            </Menu.Item>
          ) : null}
          <Menu.Item leftSection={<IconDownload size={15} aria-hidden />} onClick={() => actions.download.mutate(board)}>
            {boardsText.exportYaml}
          </Menu.Item>
          {board.may_manage ? (
            <Menu.Item leftSection={<IconTrash size={15} aria-hidden />} onClick={() => actions.remove.mutate(board, { onSuccess: () => onRemoved(board) })}>
              {boardsText.remove}
            </Menu.Item>
          ) : null}
        </Menu.Dropdown>
      </Menu>
    </li>
  );
}
