import { memo, useEffect, useMemo, useState, type CSSProperties } from "react";
import { useCanvas, useLayout } from "@/features/boards/canvas";
import { GridTile } from "@/features/boards/GridTile";
import { bottomOf } from "@/features/boards/layout/grid";
import { childrenOf, placesOf, tileOf } from "@/features/boards/layout/tree";
import { ROW } from "@/features/boards/pointer";
import { editText } from "@/i18n/boardEditing";
import { ROW_GAP, type Place, type Settings, type Tile } from "@/tiles/model";
import classes from "./board.module.css";

const EMPTY_PX = 2 * ROW - ROW_GAP;

export const cssOf = (place: Place): CSSProperties => ({ "--x": place.x, "--y": place.y, "--w": place.w, "--h": place.h }) as CSSProperties;

interface GridProps {
  readonly parent: string | undefined;
  readonly settings: readonly Settings[];
}

/** Tiles of one parent. While one moves, the others already make way and an outline shows where it would lie. */
export const Grid = memo(function Grid({ parent, settings }: GridProps) {
  const { mode, tools } = useCanvas();
  const { document, moving } = useLayout();
  const editing = tools !== null;
  const shown = moving?.preview ?? document;
  const places = placesOf(shown, parent, mode);
  const tiles = useCalmOrder(childrenOf(document.tiles, parent).filter((tile) => places.has(tile.id) || tile.id === moving?.id));
  const byPointer = moving !== null && moving.by !== "keys" ? moving : null;
  const ghost = byPointer !== null && tileOf(shown, byPointer.id)?.parent === parent ? places.get(byPointer.id) : undefined;
  const height = bottomOf(places) * ROW - ROW_GAP;
  const isEmpty = tiles.length === 0;
  return (
    <div className={classes.grid} data-grid={parent ?? ""} data-empty={editing && isEmpty && ghost === undefined && parent !== undefined} style={{ height: Math.max(isEmpty && parent !== undefined ? EMPTY_PX : 0, height) }}>
      {editing && isEmpty && parent !== undefined ? <p className={classes.hint}>{editText.here}</p> : null}
      {ghost === undefined ? null : <div className={classes.ghost} style={cssOf(ghost)} />}
      {tiles.map((tile) => {
        const place = byPointer?.id === tile.id ? byPointer.start : places.get(tile.id);
        return place === undefined ? null : (
          <GridTile key={tile.id} tile={tile} x={place.x} y={place.y} w={place.w} h={place.h} picked={moving?.by === "keys" && moving.id === tile.id} settings={settings} />
        );
      })}
    </div>
  );
});

const CALM_MS = 400;

/**
 * The tiles in the order their elements have: where they lie is told by their places, so a tile that was just put down
 * stays the element it was, and the order that keys and screen readers follow is mended a moment later. Moving
 * elements with charts in them costs as much as a whole frame, and a hand that lets go feels it.
 */
function useCalmOrder(tiles: readonly Tile[]): readonly Tile[] {
  const wanted = tiles.map((tile) => tile.id).join(" ");
  const [order, setOrder] = useState(wanted);
  useEffect(() => {
    const calm = window.setTimeout(() => setOrder(wanted), CALM_MS);
    return () => window.clearTimeout(calm);
  }, [wanted]);
  const ranks = useMemo(() => new Map(order.split(" ").map((id, rank) => [id, rank])), [order]);
  const rank = (tile: Tile): number => ranks.get(tile.id) ?? ranks.size;
  return order === wanted ? tiles : tiles.toSorted((a, b) => rank(a) - rank(b));
}
