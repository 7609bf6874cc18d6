/** What the rows behind a figure add up to, exactly. */
import type { Cell, Column } from "@/api/query";
import { add, compare, magnitude, parseDecimal, subtract, sumOf, type Decimal } from "@/lib/decimal";

/** Null where a row has no part in the figure: ratios, and counts of distinct things. */
export function sumOfRows(columns: readonly Column[], rows: readonly (readonly Cell[])[]): string | null {
  const at = columns.findIndex((column) => column.name === "value");
  const values = rows.map((row) => (row[at] === null || row[at] === undefined ? null : String(row[at])));
  return at < 0 || values.some((value) => value === null || parseDecimal(value) === null) ? null : sumOf(values);
}

/** A row is told to a millionth, the figure is the sum of the whole amounts rounded once: they agree within half of its last digit. */
export function isSum(sum: string, figure: string, rows: number): boolean {
  const whole = parseDecimal(sum);
  const said = parseDecimal(figure);
  if (whole === null || said === null) return false;
  const half: Decimal = { units: 5n, scale: said.scale + 1 };
  const told: Decimal = { units: 5n * BigInt(rows), scale: 7 };
  return compare(magnitude(subtract(whole, said)), add(half, told)) <= 0;
}
