/** Bars: along time as a course, else one beside the other, sorted, each with its figure. */
import { AnyFigure } from "@/board/Figure";
import { figureOf, rowsOf, totalOf, type Row } from "@/board/figures";
import { formatFigure } from "@/lib/format";
import { colourAt } from "@/lib/palette";
import { heightOf, scaleOf, valuesOf } from "@/tiles/bars";
import type { Drawn } from "@/tiles/context";
import CourseTile from "@/tiles/kinds/CourseTile";
import { Legend } from "@/tiles/Legend";
import { useRest } from "@/tiles/rest";
import { tileText } from "@/i18n/tiles";
import classes from "@/tiles/tiles.module.css";

export default function BarTile(drawn: Drawn) {
  return drawn.grain === null ? <Bars {...drawn} /> : <CourseTile {...drawn} />;
}

function Bars({ tile, view, names, figures, open }: Drawn) {
  const metrics = tile.query?.metrics ?? [];
  const dimensions = tile.query?.dimensions ?? [];
  const rest = useRest(tile.options?.other === true, figures, view.today);
  const named = rowsOf(figures.result);
  const others: Row | null = rest === null ? null : Object.fromEntries(metrics.map((metric) => [metric, totalOf(rest.result, metric)]));
  const rows = others === null ? named : [...named, others];
  const scale = scaleOf(metrics.flatMap((metric) => valuesOf(named, metric)));
  const nameOf = (row: Row): string => row === others ? tileText.other : dimensions.map((dimension) => names.value(dimension, row[dimension])).join(", ");
  return (
    <>
      {metrics.length > 1 ? <Legend lines={metrics.map((metric) => ({ key: metric, metric, name: names.metric(metric).label, values: [] }))} /> : null}
      <table className={classes.bars} style={{ height: heightOf(rows.length * metrics.length) }}>
        <tbody>
          {rows.map((row, index) =>
            metrics.map((metric, at) => {
              const value = figureOf(row, metric);
              const { left, width, isNegative } = scale.length(value);
              const query = row === others && rest !== null ? rest.query : figures.query;
              const mark = row === others ? {} : Object.fromEntries(dimensions.map((dimension) => [dimension, row[dimension] ?? null]));
              return (
                <tr key={`${index}-${metric}`}>
                  {at === 0 ? (
                    <th scope="row" rowSpan={metrics.length} title={nameOf(row)}>
                      {nameOf(row)}
                    </th>
                  ) : null}
                  <td aria-hidden data-opens onClick={() => open({ query, metric, row: mark, title: `${names.metric(metric).label}, ${nameOf(row)}`, figure: formatFigure(value, names.metric(metric).unit, view.currency) })}>
                    <div className={classes.track}>
                      {/* The rest is larger than any of those named: its bar would say nothing and leave them no room. */}
                      {row === others ? null : <div className={classes.fill} style={{ marginLeft: `${left}%`, width: `${width}%`, background: isNegative ? "var(--bad)" : at === 0 ? "var(--series)" : colourAt(at) }} />}
                    </div>
                  </td>
                  <td>
                    <AnyFigure metric={metric} words={names.metric(metric)} value={value} query={query} currency={view.currency} row={mark} of={nameOf(row)} short />
                  </td>
                </tr>
              );
            }),
          )}
        </tbody>
      </table>
    </>
  );
}
