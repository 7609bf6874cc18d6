/** The figures a page is about, side by side: each with what it is compared with, each opens its definition. */
import type { ReactNode } from "react";
import type { QueryFilter } from "@/api/query";
import { useView } from "@/app/view";
import { Change } from "@/board/Change";
import { Figure } from "@/board/Figure";
import { narrowed, totalOf, useFigures, type Figures } from "@/board/figures";
import { Refusal } from "@/board/TileState";
import { boardText } from "@/i18n/board";
import { METRICS, type MetricKey } from "@/i18n/metrics";
import { Bone } from "@/ui/Bones";
import classes from "./HeadFigures.module.css";

export interface HeadCell {
  readonly metric: MetricKey;
  /** A second figure that belongs to the first, after its name. */
  readonly beside?: { readonly metric: MetricKey; readonly name: string } | undefined;
}

interface HeadFiguresProps {
  readonly label: string;
  readonly cells: readonly HeadCell[];
  readonly filters?: readonly QueryFilter[] | undefined;
  /** Show each figure over all time beneath the one of the period. */
  readonly lifetime?: boolean;
  readonly children?: ReactNode;
}

export function HeadFigures({ label, cells, filters = [], lifetime = false, children }: HeadFiguresProps) {
  const view = useView();
  const metrics = [...new Set(cells.flatMap((cell) => (cell.beside ? [cell.metric, cell.beside.metric] : [cell.metric])))];
  const figures = useFigures({ metrics, ...narrowed(view, filters) });
  const whole = useFigures({ metrics, range: undefined, compare: undefined, same_minute: undefined, ...narrowed(view, filters) }, lifetime && view.range !== null);
  return (
    <section className={classes.panel} aria-label={label}>
      {figures.error && !figures.result ? (
        <div className={classes.refusal}>
          <Refusal error={figures.error} retry={figures.retry} />
        </div>
      ) : (
        <div className={classes.figures} data-dim={figures.dim}>
          {cells.map((cell, index) => (
            <Cell key={cell.metric} cell={cell} figures={figures} whole={lifetime && view.range !== null ? whole : null} words={index === 0 ? view.comparedWords : undefined} />
          ))}
        </div>
      )}
      {children}
    </section>
  );
}

interface CellProps {
  readonly cell: HeadCell;
  readonly figures: Figures;
  readonly whole: Figures | null;
  readonly words: string | undefined;
}

function Cell({ cell: { metric, beside }, figures, whole, words }: CellProps) {
  const { result, query } = figures;
  const currency = query.currency ?? "";
  return (
    <div className={classes.cell}>
      <h2 className={classes.title}>{METRICS[metric].label}</h2>
      {result ? <Figure metric={metric} value={totalOf(result, metric)} query={query} currency={currency} size="large" /> : <Bone width={120} height={30} />}
      <p className={classes.under}>
        {result && query.compare ? <Change metric={metric} value={totalOf(result, metric)} previous={totalOf(result, `${metric}__previous`)} words={words} /> : null}
        {result && beside ? (
          <span className={classes.quiet}>
            <Figure metric={beside.metric} value={totalOf(result, beside.metric)} query={query} currency={currency} /> {beside.name}
          </span>
        ) : null}
        {result ? null : <Bone width={110} height={12} />}
      </p>
      {whole?.result ? (
        <p className={classes.quiet}>
          <Figure metric={metric} value={totalOf(whole.result, metric)} query={whole.query} currency={currency} of={boardText.allTime} /> {boardText.allTime}
        </p>
      ) : null}
    </div>
  );
}
