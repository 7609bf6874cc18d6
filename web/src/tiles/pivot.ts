/** Groups of two sides laid out as a table; totals come from answers of their own. */
import { figureOf, type Row } from "@/board/figures";

type Values = readonly (string | null)[];

export interface Pivot {
  readonly columns: readonly Values[];
  readonly rows: readonly { readonly values: Values; readonly cells: readonly (string | null)[]; readonly total: string | null }[];
  readonly totals: readonly (string | null)[];
}

const MOST_COLUMNS = 24;
const MOST_ROWS = 200;

/** Rows and columns stand in the order of their totals. */
export function pivotOf(cells: readonly Row[], rowTotals: readonly Row[], columnTotals: readonly Row[], down: readonly string[], across: readonly string[], metric: string): Pivot {
  const keyOf = (row: Row, keys: readonly string[]): Values => keys.map((key) => figureOf(row, key));
  const id = (values: Values): string => JSON.stringify(values);
  const found = new Map(cells.map((row) => [id([...keyOf(row, down), ...keyOf(row, across)]), figureOf(row, metric)]));
  const shown = columnTotals.slice(0, MOST_COLUMNS);
  const columns = shown.map((row) => keyOf(row, across));
  return {
    columns,
    rows: rowTotals.slice(0, MOST_ROWS).map((row) => {
      const values = keyOf(row, down);
      return { values, cells: columns.map((column) => found.get(id([...values, ...column])) ?? null), total: figureOf(row, metric) };
    }),
    totals: shown.map((row) => figureOf(row, metric)),
  };
}
