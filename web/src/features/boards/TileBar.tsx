import { Menu } from "@mantine/core";
import { IconArrowMoveRight, IconCopy, IconDeviceMobileOff, IconDots, IconGripVertical, IconPencil, IconTrash } from "@tabler/icons-react";
import { memo } from "react";
import { useLayout } from "@/features/boards/canvas";
import { homesOf, type Mode } from "@/features/boards/layout/tree";
import { setHidden } from "@/features/boards/model/edits";
import { useTitle } from "@/features/boards/useTitle";
import type { Tools } from "@/features/boards/useMoving";
import { editText } from "@/i18n/boardEditing";
import type { Tile } from "@/tiles/model";
import classes from "./board.module.css";

interface TileBarProps {
  readonly tile: Tile;
  readonly title: string;
  readonly tools: Tools;
  readonly mode: Mode;
}

/** The handle, the pencil and the menu of a tile that is edited, and the corner that sizes it. */
export const TileBar = memo(function TileBar({ tile, title, tools, mode }: TileBarProps) {
  const isSection = tile.kind === "section";
  return (
    <>
      <div className={classes.bar}>
        <button type="button" tabIndex={-1} className={`${classes.tool} ${classes.handle}`} aria-label={editText.drag(title)} onPointerDown={(event) => tools.press(event, tile.id, "move")}>
          <IconGripVertical size={16} aria-hidden />
        </button>
        <button type="button" className={classes.tool} aria-label={`${editText.edit} ${title}`} onClick={() => tools.open(tile.id)}>
          <IconPencil size={16} aria-hidden />
        </button>
        <Menu position="bottom-end" width={220}>
          <Menu.Target>
            <button type="button" className={classes.tool} aria-label={editText.more(title)}>
              <IconDots size={16} aria-hidden />
            </button>
          </Menu.Target>
          <Menu.Dropdown>
            <Choices tile={tile} tools={tools} mode={mode} />
          </Menu.Dropdown>
        </Menu>
      </div>
      {isSection ? null : (
        <button
          type="button"
          tabIndex={-1}
          className={mode === "phone" ? `${classes.corner} ${classes.phoneCorner}` : classes.corner}
          aria-label={editText.size(title)}
          onPointerDown={(event) => tools.press(event, tile.id, "size")}
        />
      )}
    </>
  );
});

function Choices({ tile, tools, mode }: Omit<TileBarProps, "title">) {
  const { document } = useLayout();
  const titleOf = useTitle();
  const homes = homesOf(document.tiles, tile.id).filter((home) => home.id !== tile.parent);
  return (
    <>
      <Menu.Item leftSection={<IconPencil size={15} aria-hidden />} onClick={() => tools.open(tile.id)}>
        {editText.edit}
      </Menu.Item>
      <Menu.Item leftSection={<IconCopy size={15} aria-hidden />} onClick={() => tools.duplicate(tile.id)}>
        {editText.duplicate}
      </Menu.Item>
      {mode === "phone" ? (
        <Menu.Item leftSection={<IconDeviceMobileOff size={15} aria-hidden />} onClick={() => tools.edit((old) => setHidden(old, tile.id, true))}>
          {editText.hide}
        </Menu.Item>
      ) : null}
      {homes.length > 0 || tile.parent !== undefined ? <Menu.Label>{editText.putInto}</Menu.Label> : null}
      {tile.parent === undefined ? null : (
        <Menu.Item leftSection={<IconArrowMoveRight size={15} aria-hidden />} onClick={() => tools.into(tile.id, undefined)}>
          {editText.board}
        </Menu.Item>
      )}
      {homes.map((home) => (
        <Menu.Item key={home.id} leftSection={<IconArrowMoveRight size={15} aria-hidden />} onClick={() => tools.into(tile.id, home.id)}>
          {titleOf(home)}
        </Menu.Item>
      ))}
      <Menu.Divider />
      <Menu.Item leftSection={<IconTrash size={15} aria-hidden />} onClick={() => tools.remove(tile.id)}>
        {editText.remove}
      </Menu.Item>
    </>
  );
}
