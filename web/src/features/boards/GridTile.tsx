import { memo, useId, useMemo } from "react";
import { useCanvas } from "@/features/boards/canvas";
import { cssOf, Grid } from "@/features/boards/Grid";
import { TileBar } from "@/features/boards/TileBar";
import { marksOf, TileNotice } from "@/features/boards/TileNotice";
import { useTitle } from "@/features/boards/useTitle";
import { editText } from "@/i18n/boardEditing";
import { TileBody } from "@/tiles/TileBody";
import type { Place, Settings, Tile } from "@/tiles/model";
import classes from "./board.module.css";

interface GridTileProps extends Place {
  readonly tile: Tile;
  readonly picked: boolean;
  readonly settings: readonly Settings[];
}

/** A tile where it lies. While the board is edited it takes the focus as a whole and what is in it waits. */
export const GridTile = memo(function GridTile({ tile, picked, settings, ...place }: GridTileProps) {
  const { tools, mode } = useCanvas();
  const help = useId();
  const title = useTitle()(tile);
  const isSection = tile.kind === "section";
  const inner = useMemo(() => (tile.settings === undefined ? settings : [...settings, tile.settings]), [settings, tile.settings]);
  const body = isSection ? <Section tile={tile} settings={inner} /> : <TileBox tile={tile} settings={inner} />;
  if (tools === null) {
    return (
      <div className={classes.box} data-tile={tile.id} data-kind={tile.kind} style={cssOf(place)}>
        {body}
      </div>
    );
  }
  return (
    <div
      className={classes.box}
      data-tile={tile.id}
      data-kind={tile.kind}
      data-picked={picked}
      style={cssOf(place)}
      role="group"
      tabIndex={0}
      aria-label={editText.tile(title)}
      aria-describedby={help}
      onKeyDown={(event) => {
        if (event.target === event.currentTarget) tools.key(event, tile.id);
      }}
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) tools.leave(tile.id);
      }}
      onDoubleClick={(event) => {
        event.stopPropagation();
        tools.open(tile.id);
      }}
    >
      {isSection ? (
        body
      ) : (
        <div
          className={classes.content}
          onPointerDown={(event) => {
            if (event.pointerType === "mouse") tools.press(event, tile.id, "move");
          }}
        >
          <div className={`${classes.content} ${classes.shut}`} inert>
            {body}
          </div>
        </div>
      )}
      <TileBar tile={tile} title={title} tools={tools} mode={mode} />
      <p id={help} hidden>
        {editText.help}
      </p>
    </div>
  );
});

/** Drawn again only when what it asks or shows changes, never for where it lies. */
const TileBox = memo(
  function TileBox({ tile, settings }: { readonly tile: Tile; readonly settings: readonly Settings[] }) {
    const { onBrush } = useCanvas();
    const { denied, missing } = marksOf(tile);
    if (denied || missing?.length) return <TileNotice tile={tile} denied={denied} missing={missing} />;
    return <TileBody tile={tile} settings={settings} onBrush={onBrush} />;
  },
  (a, b) =>
    a.settings === b.settings && sameBesidePlace(a.tile, b.tile),
);

const PLACING = new Set(["place", "phone", "parent"]);

function sameBesidePlace(a: Tile, b: Tile): boolean {
  const names = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...names].every((name) => PLACING.has(name) || a[name as keyof Tile] === b[name as keyof Tile]);
}

function Section({ tile, settings }: { readonly tile: Tile; readonly settings: readonly Settings[] }) {
  const id = useId();
  const title = useTitle()(tile);
  return (
    <section className={classes.section} aria-labelledby={id}>
      <header className={classes.sectionHead}>
        <h2 id={id}>{title}</h2>
        {tile.subtitle ? <p>{tile.subtitle}</p> : null}
      </header>
      <Grid parent={tile.id} settings={settings} />
    </section>
  );
}
