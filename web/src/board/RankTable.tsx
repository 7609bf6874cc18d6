/** Figures of one attribute, largest first: a small table in which every figure opens its definition. */
import { useState, type ReactNode } from "react";
import type { QueryFilter } from "@/api/query";
import { useView } from "@/app/view";
import { Figure } from "@/board/Figure";
import { Tile } from "@/board/Tile";
import { useExport } from "@/board/useExport";
import { figureOf, narrowed, rowsOf, useFigures, type Row } from "@/board/figures";
import { listText } from "@/i18n/lists";
import { METRICS, type MetricKey } from "@/i18n/metrics";
import { RowBones } from "@/ui/Bones";
import list from "@/ui/Timeline.module.css";
import classes from "@/charts/TwinTable.module.css";

interface RankTableProps {
  readonly title: string;
  readonly hint?: string | undefined;
  readonly head: readonly string[];
  /** What a row is: one attribute, or several that together name it. */
  readonly dimensions: readonly string[];
  readonly metrics: readonly MetricKey[];
  readonly filters: readonly QueryFilter[];
  /** The cells before the figures; the first names the row. */
  readonly words: (row: Row) => readonly ReactNode[];
  readonly nameOf: (row: Row) => string;
  readonly empty: string;
}

const FEW = 12;
const MANY = 1_000;

export function RankTable({ title, hint, head, dimensions, metrics, filters, words, nameOf, empty }: RankTableProps) {
  const view = useView();
  const [whole, setWhole] = useState(false);
  const figures = useFigures({ metrics, dimensions, order_by: ["-net_sales"], limit: whole ? MANY : FEW, compare: undefined, same_minute: undefined, ...narrowed(view, filters) });
  const save = useExport({ ...figures.query, limit: MANY }, title.toLowerCase().replaceAll(" ", "-"));
  const rows = rowsOf(figures.result);
  return (
    <Tile title={title} subtitle={hint} figures={figures} isEmpty={rows.length === 0} empty={empty} skeleton={<RowBones rows={4} />} onExport={save}>
      <div className={classes.scroll} tabIndex={0} role="group" aria-label={title}>
        <table className={classes.table}>
          <caption className="sr">{title}</caption>
          <thead>
            <tr>
              {[...head, ...metrics.map((metric) => METRICS[metric].label)].map((name, index) => (
                <th key={name} scope="col" data-words={index < head.length}>
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={dimensions.map((key) => String(row[key])).join("\u0000")}>
                {words(row).map((cell, index) => (index === 0 ? <th key={index} scope="row">{cell}</th> : <td key={index} data-words="true">{cell}</td>))}
                {metrics.map((metric) => (
                  <td key={metric}>
                    <Figure
                      metric={metric}
                      value={figureOf(row, metric)}
                      query={figures.query}
                      currency={view.currency}
                      row={Object.fromEntries(dimensions.map((key) => [key, row[key] ?? null]))}
                      of={nameOf(row)}
                    />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {figures.result?.truncated && !whole ? (
        <button type="button" className={list.more} onClick={() => setWhole(true)}>
          {listText.showMore}
        </button>
      ) : null}
    </Tile>
  );
}
