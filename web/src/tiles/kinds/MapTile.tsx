/** Countries by a figure, the largest beside the picture, and what has no location. */
import { lazy, Suspense } from "react";
import { AnyFigure } from "@/board/Figure";
import { figureOf, rowsOf, totalOf } from "@/board/figures";
import { shareOf } from "@/lib/decimal";
import { formatFigure, formatPercent } from "@/lib/format";
import { tileText } from "@/i18n/tiles";
import type { Drawn } from "@/tiles/context";
import classes from "@/tiles/tiles.module.css";
import list from "@/board/List.module.css";

const WorldMap = lazy(() => import("@/charts/WorldMap"));
const TOP = 6;

export default function MapTile({ tile, view, names, figures, open }: Drawn) {
  const metric = tile.query?.metrics[0] ?? "";
  const dimension = tile.query?.dimensions?.[0] ?? "country";
  const rows = rowsOf(figures.result);
  const total = totalOf(figures.result, metric);
  const words = names.metric(metric);
  const located = rows.filter((row) => figureOf(row, dimension) !== null);
  const nowhere = rows.filter((row) => figureOf(row, dimension) === null);
  const pick = (code: string): void => {
    const value = figureOf(located.find((row) => figureOf(row, dimension) === code), metric);
    open({ metric, row: { [dimension]: code }, title: `${words.label}, ${names.value(dimension, code)}`, figure: formatFigure(value, words.unit, view.currency) });
  };
  return (
    <div className={classes.world}>
      <div>
        <Suspense>
          <WorldMap values={new Map(located.map((row) => [figureOf(row, dimension) ?? "", figureOf(row, metric)]))} write={(value) => formatFigure(value, words.unit, view.currency)} onPick={pick} />
        </Suspense>
      </div>
      <table className={list.table}>
        <tbody>
          {[...located.slice(0, TOP), ...nowhere].map((row) => {
            const value = figureOf(row, metric);
            const name = names.value("country", row[dimension]);
            return (
              <tr key={figureOf(row, dimension) ?? ""}>
                <th scope="row" className={list.name}>
                  {row[dimension] === null ? tileText.nobody : name}
                </th>
                <td className={list.figure}>
                  <AnyFigure metric={metric} words={words} value={value} query={figures.query} currency={view.currency} row={{ [dimension]: row[dimension] ?? null }} of={name} short />
                </td>
                <td className={list.quiet}>{words.adds ? formatPercent(shareOf(value, total)) : null}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
