/** Which stores a fair comparison leaves out, and how many days each was open. Pure. */
import { figureOf, type Row } from "@/board/figures";
import type { DayRange } from "@/lib/calendar";
import { decimalText, divide, parseDecimal } from "@/lib/decimal";

export interface LeftOut {
  readonly slug: string;
  /** The day of its first sale where it lies inside the comparison; null: nothing was sold in it at all. */
  readonly since: string | null;
}

interface Known {
  readonly slug: string;
  readonly firstDay: string | null;
}

/** A store is compared with itself only if it sold from the beginning of the comparison on. */
export function leftOut(stores: readonly Known[], rows: readonly Row[], compared: DayRange): readonly LeftOut[] {
  const sold = new Set(rows.filter((row) => hasSold(row, "orders__previous")).map((row) => figureOf(row, "store")));
  return stores.flatMap((store): readonly LeftOut[] => {
    if (!sold.has(store.slug)) return [{ slug: store.slug, since: null }];
    return store.firstDay !== null && store.firstDay > compared.from ? [{ slug: store.slug, since: store.firstDay }] : [];
  });
}

export interface DaysOpen {
  readonly now: number;
  readonly before: number;
}

/** Days with an order, by store, from rows of (store, day). */
export function daysOpen(rows: readonly Row[]): ReadonlyMap<string, DaysOpen> {
  const found = new Map<string, DaysOpen>();
  for (const row of rows) {
    const slug = figureOf(row, "store") ?? "";
    const known = found.get(slug) ?? { now: 0, before: 0 };
    found.set(slug, { now: known.now + Number(hasSold(row, "orders")), before: known.before + Number(hasSold(row, "orders__previous")) });
  }
  return found;
}

const hasSold = (row: Row, name: string): boolean => Number(figureOf(row, name) ?? "0") > 0;

/** An amount a day to six decimals; unknown where no day was open. */
export function perDay(amount: string | null, days: number | undefined): string | null {
  const value = amount === null ? null : parseDecimal(amount);
  const share = value === null || !days ? null : divide(value, { units: BigInt(days), scale: 0 });
  return share === null ? null : decimalText(share);
}

/** All days on which stores were open, one by one. */
export function allDays(open: ReadonlyMap<string, DaysOpen>, slugs: readonly string[]): DaysOpen {
  const one = (slug: string): DaysOpen => open.get(slug) ?? { now: 0, before: 0 };
  return slugs.reduce((sum, slug) => ({ now: sum.now + one(slug).now, before: sum.before + one(slug).before }), { now: 0, before: 0 });
}
