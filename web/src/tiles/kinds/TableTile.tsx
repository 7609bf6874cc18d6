/** Rows with their figures, changes and what is derived from them; totals are queried, never added up. */
import { useCalendar } from "@/app/view";
import { AnyChange } from "@/board/Change";
import { AnyFigure } from "@/board/Figure";
import { figureOf, rowsOf, totalOf, type Row } from "@/board/figures";
import { periodName } from "@/charts/buckets";
import { tileText } from "@/i18n/tiles";
import type { Drawn } from "@/tiles/context";
import { derivedText, runsOf } from "@/tiles/derived";
import type { Derived } from "@/tiles/model";
import { useRest } from "@/tiles/rest";
import classes from "@/tiles/tiles.module.css";

export default function TableTile({ tile, view, names, figures }: Drawn) {
  const { query, result } = figures;
  const calendar = useCalendar();
  const metrics = tile.query?.metrics ?? [];
  const keys = [...(query.grain === undefined ? [] : ["period"]), ...(query.dimensions ?? [])];
  const rows = rowsOf(result);
  // Beside the first figure that adds up: of an average nothing can be a share.
  const leading = metrics.find((metric) => names.metric(metric).adds);
  const wanted = (tile.options?.derived ?? []).filter((kind) => kind !== "to_date" || query.grain !== undefined);
  const derivedOf = (metric: string): readonly Derived[] => (metric === leading ? wanted : []);
  const runs = new Map(wanted.map((kind) => [kind, runsOf(kind, rows, query.dimensions ?? [], query.grain, calendar)]));
  const rest = useRest(tile.options?.other === true, figures, view.today);
  const isCompared = query.compare !== undefined;
  const nameOf = (row: Row, key: string): string => {
    const text = figureOf(row, key);
    return key === "period" && text !== null ? periodName(text, query.grain ?? "day") : names.value(key, row[key]);
  };
  return (
    <table className={classes.columns}>
      <thead>
        <tr>
          {keys.map((key) => (
            <th key={key} scope="col" data-words="true">
              {key === "period" ? tileText.time : names.dimension(key)}
            </th>
          ))}
          {metrics.flatMap((metric) => [
            <th key={metric} scope="col">
              {names.metric(metric).label}
            </th>,
            ...(isCompared ? [<th key={`${metric} change`} scope="col">{tileText.change}</th>] : []),
            ...derivedOf(metric).map((kind) => <th key={`${metric} ${kind}`} scope="col">{kind === "to_date" ? tileText.toDate(query.grain ?? "day") : tileText[kind]}</th>),
          ])}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, index) => (
          <tr key={keys.map((key) => figureOf(row, key)).join("\u0000")}>
            {keys.map((key, at) => (at === 0 ? <th key={key} scope="row" title={nameOf(row, key)}>{nameOf(row, key)}</th> : <td key={key} data-words="true">{nameOf(row, key)}</td>))}
            {metrics.flatMap((metric) => {
              const words = names.metric(metric);
              const value = figureOf(row, metric);
              const mark = Object.fromEntries(keys.map((key) => [key, row[key] ?? null]));
              return [
                <td key={metric}>
                  <AnyFigure metric={metric} words={words} value={value} query={query} currency={view.currency} row={mark} of={keys.map((key) => nameOf(row, key)).join(", ")} />
                </td>,
                ...(isCompared ? [<td key={`${metric} change`}><AnyChange unit={words.unit} more={words.more} value={value} previous={figureOf(row, `${metric}__previous`)} /></td>] : []),
                ...derivedOf(metric).map((kind) => <td key={`${metric} ${kind}`}>{derivedText(kind, value, (runs.get(kind)?.[index] ?? []).map((at) => figureOf(rows[at], metric)), totalOf(result, metric), words.unit, view.currency)}</td>),
              ];
            })}
          </tr>
        ))}
        {rest === null ? null : (
          <tr>
            <th scope="row">{tileText.other}</th>
            {metrics.flatMap((metric) => {
              const words = names.metric(metric);
              const value = totalOf(rest.result, metric);
              return [
                <td key={metric}>
                  <AnyFigure metric={metric} words={words} value={value} query={rest.query} currency={view.currency} of={tileText.other} />
                </td>,
                ...(isCompared ? [<td key={`${metric} change`}><AnyChange unit={words.unit} more={words.more} value={value} previous={totalOf(rest.result, `${metric}__previous`)} /></td>] : []),
                ...derivedOf(metric).map((kind) => <td key={`${metric} ${kind}`}>{kind === "share" ? derivedText(kind, value, [], totalOf(result, metric), words.unit, view.currency) : null}</td>),
              ];
            })}
          </tr>
        )}
      </tbody>
      {keys.length === 0 ? null : (
        <tfoot>
          <tr>
            {keys.map((key, at) => (at === 0 ? <th key={key} scope="row">{tileText.total}</th> : <td key={key} />))}
            {metrics.flatMap((metric) => {
              const words = names.metric(metric);
              return [
                <td key={metric}>
                  <AnyFigure metric={metric} words={words} value={totalOf(result, metric)} query={{ ...query, dimensions: [] }} currency={view.currency} of={tileText.total} />
                </td>,
                ...(isCompared ? [<td key={`${metric} change`}><AnyChange unit={words.unit} more={words.more} value={totalOf(result, metric)} previous={totalOf(result, `${metric}__previous`)} /></td>] : []),
                ...derivedOf(metric).map((kind) => <td key={`${metric} ${kind}`} />),
              ];
            })}
          </tr>
        </tfoot>
      )}
    </table>
  );
}
