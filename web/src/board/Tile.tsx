/** One question a tile: its subject, its scope, its figures, and the table twin one key away. */
import { IconChartBar, IconDownload, IconTable } from "@tabler/icons-react";
import { useId, useState, type KeyboardEvent, type ReactNode } from "react";
import { TileState } from "@/board/TileState";
import type { Figures } from "@/board/figures";
import { boardText } from "@/i18n/board";
import classes from "./Tile.module.css";

interface TileProps {
  readonly title: string;
  readonly subtitle?: string | undefined;
  readonly figures: Figures;
  readonly skeleton: ReactNode;
  readonly empty: ReactNode;
  readonly isEmpty: boolean;
  readonly twin?: ReactNode;
  readonly controls?: ReactNode;
  readonly onExport?: (() => void) | undefined;
  readonly className?: string | undefined;
  readonly children: ReactNode;
}

export function Tile({ title, subtitle, figures, skeleton, empty, isEmpty, twin, controls, onExport, className, children }: TileProps) {
  const id = useId();
  const [table, setTable] = useState(false);
  const keys = (event: KeyboardEvent): void => {
    if (event.key === "t" && twin && !(event.target instanceof HTMLInputElement)) {
      event.stopPropagation();
      setTable(!table);
    }
  };
  return (
    <section className={className === undefined ? classes.tile : `${classes.tile} ${className}`} aria-labelledby={id} onKeyDown={keys}>
      <header className={classes.head}>
        <div className={classes.words}>
          <h2 id={id} className={classes.title}>
            {title}
          </h2>
          {subtitle ? <p className={classes.subtitle}>{subtitle}</p> : null}
        </div>
        {controls}
        {onExport ? (
          <button type="button" className={classes.tool} onClick={onExport} aria-label={boardText.exportOf(title)} title={boardText.export}>
            <IconDownload size={15} aria-hidden />
          </button>
        ) : null}
        {twin ? (
          <button
            type="button"
            className={classes.tool}
            aria-pressed={table}
            aria-label={boardText.tableOf(title)}
            title={table ? boardText.chart : boardText.table}
            onClick={() => setTable(!table)}
          >
            {table ? <IconChartBar size={15} aria-hidden /> : <IconTable size={15} aria-hidden />}
          </button>
        ) : null}
      </header>
      <div className={classes.body} data-dim={figures.dim}>
        <TileState figures={figures} skeleton={skeleton} empty={empty} isEmpty={isEmpty}>
          {table ? twin : children}
        </TileState>
      </div>
    </section>
  );
}
