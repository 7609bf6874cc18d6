/** Up to five parts of a whole and the rest, each named with its share. The whole is the queried total. */
import { AnyFigure } from "@/board/Figure";
import { figureOf, rowsOf, totalOf } from "@/board/figures";
import { difference, approximate, shareOf, sumOf } from "@/lib/decimal";
import { formatFigure, formatPercent } from "@/lib/format";
import { colourAt } from "@/lib/palette";
import { tileText } from "@/i18n/tiles";
import type { Drawn } from "@/tiles/context";
import { arcs } from "@/tiles/pie";
import { MOST_PARTS } from "@/tiles/question";
import classes from "@/tiles/tiles.module.css";
import list from "@/board/List.module.css";

export default function PieTile({ tile, view, names, figures, open }: Drawn) {
  const metric = tile.query?.metrics[0] ?? "";
  const dimension = tile.query?.dimensions?.[0] ?? "";
  const rows = rowsOf(figures.result);
  const total = totalOf(figures.result, metric);
  const shown = rows.slice(0, MOST_PARTS);
  const rest = rows.length > shown.length ? difference(total, sumOf(shown.map((row) => figureOf(row, metric)))) : null;
  const parts = [
    ...shown.map((row, index) => ({ key: String(row[dimension] ?? ""), name: names.value(dimension, row[dimension]), value: figureOf(row, metric), colour: index === 0 ? "var(--series)" : colourAt(index), row: { [dimension]: row[dimension] ?? null } })),
    ...(rest === null ? [] : [{ key: "\u0000rest", name: tileText.other, value: rest, colour: "var(--c0)", row: null }]),
  ];
  const words = names.metric(metric);
  const pick = (part: (typeof parts)[number] | undefined): void => {
    if (part?.row) open({ metric, row: part.row, title: `${words.label}, ${part.name}`, figure: formatFigure(part.value, words.unit, view.currency) });
  };
  return (
    <div className={classes.pie}>
      <svg viewBox="-50 -50 100 100" aria-hidden>
        {arcs(parts.map((part) => Math.max(0, approximate(part.value) ?? 0))).map((path, index) => (
          <path key={parts[index]?.key} d={path} fill={parts[index]?.colour} stroke="var(--surface)" strokeWidth={1} data-opens={parts[index]?.row !== null} onClick={() => pick(parts[index])} />
        ))}
      </svg>
      <table className={list.table}>
        <tbody>
          {parts.map((part) => (
            <tr key={part.key}>
              <th scope="row" className={list.name}>
                <span className={list.dot} style={{ background: part.colour }} aria-hidden />
                {part.name}
              </th>
              <td className={list.figure}>
                {part.row === null ? null : <AnyFigure metric={metric} words={words} value={part.value} query={figures.query} currency={view.currency} row={part.row} of={part.name} short />}
              </td>
              <td className={list.quiet}>{formatPercent(shareOf(part.value, total))}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
