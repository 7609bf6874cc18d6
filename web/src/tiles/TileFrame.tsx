/** The frame of a tile on a board: title, scope where it differs, the table twin one key away, and what can be taken along. */
import { Menu } from "@mantine/core";
import { IconChartBar, IconDownload, IconTable, IconZoomQuestion } from "@tabler/icons-react";
import { Suspense, useId, useRef, useState, type KeyboardEvent, type ReactNode } from "react";
import { saveBlob } from "@/api/client";
import type { Figures } from "@/board/figures";
import { TileState } from "@/board/TileState";
import { useExport } from "@/board/useExport";
import { PictureContext, toPng, type Draw } from "@/charts/picture";
import { boardText } from "@/i18n/board";
import { tileText } from "@/i18n/tiles";
import { announce } from "@/ui/Announcer";
import frame from "@/board/Tile.module.css";
import classes from "./tiles.module.css";

interface TileFrameProps {
  readonly title: string;
  readonly subtitle?: string | undefined;
  readonly figures: Figures;
  /** Why nothing can be shown, whatever the answer. */
  readonly reason?: string | null;
  readonly isEmpty?: boolean;
  readonly skeleton: ReactNode;
  readonly twin?: ReactNode;
  readonly bare?: boolean;
  /** Takes the question to where it can be changed. */
  readonly onExplore?: (() => void) | undefined;
  readonly children: ReactNode;
}

export function TileFrame({ title, subtitle, figures, reason = null, isEmpty = false, skeleton, twin, bare = false, onExplore, children }: TileFrameProps) {
  const id = useId();
  const [table, setTable] = useState(false);
  const picture = useRef<Draw | null>(null);
  const keys = (event: KeyboardEvent): void => {
    if (event.key === "t" && twin && !(event.target instanceof HTMLInputElement)) {
      event.stopPropagation();
      setTable(!table);
    }
  };
  return (
    <section className={`${frame.tile} ${classes.tile}`} aria-labelledby={id} onKeyDown={keys}>
      <header className={`${frame.head} ${classes.head}`} data-bare={bare}>
        <div className={frame.words}>
          <h3 id={id} className={frame.title} title={title}>
            {title}
          </h3>
          {subtitle ? <p className={frame.subtitle}>{subtitle}</p> : null}
        </div>
        <div className={classes.tools}>
          {onExplore && reason === null ? (
            <button type="button" className={frame.tool} aria-label={tileText.exploreOf(title)} title={tileText.explore} onClick={onExplore}>
              <IconZoomQuestion size={15} aria-hidden />
            </button>
          ) : null}
          {figures.result && reason === null ? <TakeAlong title={title} figures={figures} picture={() => (table ? null : (picture.current?.() ?? null))} /> : null}
          {twin ? (
            <button type="button" className={frame.tool} aria-pressed={table} aria-label={boardText.tableOf(title)} title={table ? boardText.chart : boardText.table} onClick={() => setTable(!table)}>
              {table ? <IconChartBar size={15} aria-hidden /> : <IconTable size={15} aria-hidden />}
            </button>
          ) : null}
        </div>
      </header>
      <div className={`${frame.body} ${classes.body}`} data-dim={figures.dim} data-bare={bare}>
        {reason !== null ? (
          <p className={classes.reason}>{reason}</p>
        ) : (
          <PictureContext value={picture}>
            <TileState figures={figures} skeleton={skeleton} empty={tileText.empty} isEmpty={isEmpty}>
              {table ? <Suspense fallback={skeleton}>{twin}</Suspense> : children}
            </TileState>
          </PictureContext>
        )}
      </div>
    </section>
  );
}

function TakeAlong({ title, figures, picture }: { readonly title: string; readonly figures: Figures; readonly picture: Draw }) {
  const name = title.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-").replaceAll(/^-|-$/g, "") || "tile";
  const csv = useExport(figures.query, name);
  const draw = async (kind: "svg" | "png"): Promise<void> => {
    const drawn = picture();
    const ground = getComputedStyle(document.documentElement).getPropertyValue("--surface");
    const blob = drawn === null ? null : kind === "svg" ? new Blob([drawn.svg], { type: "image/svg+xml" }) : await toPng(drawn, ground);
    if (blob === null) announce(tileText.noPicture);
    else saveBlob(blob, `${name}.${kind}`);
  };
  return (
    <Menu position="bottom-end" width={180}>
      <Menu.Target>
        <button type="button" className={frame.tool} aria-label={tileText.takeAlong(title)} title={tileText.take}>
          <IconDownload size={15} aria-hidden />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={csv}>{tileText.csv}</Menu.Item>
        <Menu.Item onClick={() => void draw("png")}>{tileText.png}</Menu.Item>
        <Menu.Item onClick={() => void draw("svg")}>{tileText.svg}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
