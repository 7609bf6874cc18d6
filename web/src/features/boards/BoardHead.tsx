import { Button, Menu } from "@mantine/core";
import { IconCopy, IconDots, IconDownload, IconHistory, IconHome, IconMaximize, IconMinimize, IconPencil, IconShare, IconStar } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import type { Board } from "@/api/boards";
import { useMay } from "@/app/view";
import { useBoardActions } from "@/features/boards/useBoardActions";
import { boardsText, visibilityNames } from "@/i18n/boards";
import classes from "./board.module.css";

interface BoardHeadProps {
  readonly board: Board;
  readonly editing: boolean;
  readonly full: boolean;
  readonly onEdit: () => void;
  readonly onShare: () => void;
  readonly onVersions: () => void;
  readonly onFull: () => void;
}

export function BoardHead({ board, editing, full, onEdit, onShare, onVersions, onFull }: BoardHeadProps) {
  const actions = useBoardActions();
  return (
    <header className={classes.head}>
      <title>{`${board.name} · Comptoir`}</title>
      <div>
        <div className={classes.title}>
          <h1>{board.name}</h1>
          <button
            type="button"
            className={board.is_favourite ? `${classes.icon} ${classes.starred}` : classes.icon}
            aria-pressed={board.is_favourite}
            aria-label={boardsText.favourite(board.name)}
            onClick={() => actions.star.mutate(board)}
          >
            <IconStar size={17} stroke={1.7} aria-hidden />
          </button>
        </div>
        {board.description ? <p className={classes.about}>{board.description}</p> : null}
      </div>
      <div className={classes.actions}>
        {editing ? null : (
          <>
            <button type="button" className={`${classes.icon} ${classes.outlined}`} aria-label={full ? boardsText.leaveFull : boardsText.full} title={`${full ? boardsText.leaveFull : boardsText.full} (f)`} onClick={onFull}>
              {full ? <IconMinimize size={16} aria-hidden /> : <IconMaximize size={16} aria-hidden />}
            </button>
            {board.may_manage && !full ? (
              <Button variant="default" leftSection={<IconShare size={15} aria-hidden />} onClick={onShare}>
                {board.visibility === "personal" ? boardsText.share : visibilityNames[board.visibility].name}
              </Button>
            ) : null}
            {board.may_edit && !full ? (
              <Button leftSection={<IconPencil size={15} aria-hidden />} onClick={onEdit}>
                {boardsText.edit}
              </Button>
            ) : null}
          </>
        )}
        {full ? null : <More board={board} actions={actions} onVersions={onVersions} />}
      </div>
    </header>
  );
}

interface MoreProps {
  readonly board: Board;
  readonly actions: ReturnType<typeof useBoardActions>;
  readonly onVersions: () => void;
}

function More({ board, actions, onVersions }: MoreProps) {
  const may = useMay();
  return (
    <Menu position="bottom-end" width={230}>
      <Menu.Target>
        <button type="button" className={`${classes.icon} ${classes.outlined}`} aria-label={boardsText.more(board.name)}>
          <IconDots size={16} aria-hidden />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconHome size={15} aria-hidden />} onClick={() => actions.home.mutate(board)}>
          {board.is_home ? boardsText.unsetHome : boardsText.setHome}
        </Menu.Item>
        <Menu.Item leftSection={<IconHistory size={15} aria-hidden />} onClick={onVersions}>
          {boardsText.versions}
        </Menu.Item>
        {may("boards:edit") ? (
          <Menu.Item leftSection={<IconCopy size={15} aria-hidden />} onClick={() => actions.duplicate.mutate(board)}>
            {boardsText.duplicate}
          </Menu.Item>
        ) : null}
        <Menu.Item leftSection={<IconDownload size={15} aria-hidden />} onClick={() => actions.download.mutate(board)}>
          {boardsText.exportYaml}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item component={Link} to="/boards">
          {boardsText.allBoards}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
