/** Rows by columns of one metric, with totals that the server counted for themselves. */
import { AnyFigure } from "@/board/Figure";
import { figureOf, rowsOf, totalOf, useAnswer } from "@/board/figures";
import { tileText } from "@/i18n/tiles";
import type { Drawn } from "@/tiles/context";
import { pivotOf } from "@/tiles/pivot";
import classes from "@/tiles/tiles.module.css";

export default function PivotTile({ tile, view, names, figures }: Drawn) {
  const metric = tile.query?.metrics[0] ?? "";
  const dimensions = tile.query?.dimensions ?? [];
  const down = tile.options?.rows ?? dimensions.slice(0, 1);
  const across = tile.options?.columns ?? dimensions.slice(1);
  const order = [`-${metric}`];
  const rowTotals = useAnswer({ ...figures.query, dimensions: down, order_by: order }, view.today, across.length > 0);
  const columnTotals = useAnswer({ ...figures.query, dimensions: across, order_by: order }, view.today, across.length > 0);
  const words = names.metric(metric);
  const pivot = pivotOf(rowsOf(figures.result), rowsOf(rowTotals.result), rowsOf(columnTotals.result), down, across, metric);
  const nameOf = (keys: readonly string[], values: readonly (string | null)[]): string => keys.map((key, at) => names.value(key, values[at])).join(", ");
  const cell = (value: string | null, mark: Readonly<Record<string, string | null>>, of: string) => (
    <AnyFigure metric={metric} words={words} value={value} query={{ ...figures.query, dimensions: Object.keys(mark) }} currency={view.currency} row={mark} of={of} short />
  );
  const marked = (keys: readonly string[], values: readonly (string | null)[]): Record<string, string | null> => Object.fromEntries(keys.map((key, at) => [key, values[at] ?? null]));
  return (
    <table className={classes.columns}>
      <thead>
        <tr>
          <th scope="col" data-words="true">
            {down.map((key) => names.dimension(key)).join(", ")}
          </th>
          {pivot.columns.map((values) => (
            <th key={values.join("\u0000")} scope="col">
              {nameOf(across, values)}
            </th>
          ))}
          <th scope="col">{tileText.total}</th>
        </tr>
      </thead>
      <tbody>
        {pivot.rows.map(({ values, cells, total }) => (
          <tr key={values.join("\u0000")}>
            <th scope="row">{nameOf(down, values)}</th>
            {pivot.columns.map((column, at) => (
              <td key={column.join("\u0000")}>{cells[at] === null || cells[at] === undefined ? <span className={classes.quiet}>–</span> : cell(cells[at], { ...marked(down, values), ...marked(across, column) }, `${nameOf(down, values)}, ${nameOf(across, column)}`)}</td>
            ))}
            <td>{cell(total, marked(down, values), nameOf(down, values))}</td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">{tileText.total}</th>
          {pivot.columns.map((column, at) => (
            <td key={column.join("\u0000")}>{cell(pivot.totals[at] ?? null, marked(across, column), nameOf(across, column))}</td>
          ))}
          <td>{cell(totalOf(figures.result, metric) ?? figureOf(undefined, metric), {}, tileText.total)}</td>
        </tr>
      </tfoot>
    </table>
  );
}
