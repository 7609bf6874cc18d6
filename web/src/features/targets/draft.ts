/** A target while it is written, and which of them a list shows. */
import type { Target } from "@/api/targets";
import type { Day } from "@/lib/calendar";
import { decimalText, parseDecimal } from "@/lib/decimal";
import type { Unit } from "@/lib/format";
import type { Shown } from "@/features/targets/search";

/** Targets whose period is running, to come or over; the nearest first. */
export function shownOf(targets: readonly Target[], show: Shown, today: Day): readonly Target[] {
  const at = (one: Target): Shown => (one.start > today ? "ahead" : one.end < today ? "over" : "running");
  const found = targets.filter((one) => at(one) === show).toSorted((a, b) => (a.start < b.start ? -1 : a.start > b.start ? 1 : a.metric < b.metric ? -1 : 1));
  return show === "over" ? found.toReversed() : found;
}

const HUNDRED = 2;

/** What is sent of what was typed: a share typed in percent travels as a ratio. Null is no number. */
export function amountFrom(typed: string, unit: Unit): string | null {
  const value = parseDecimal(typed.trim().replaceAll(/[\s_']/g, ""));
  if (value === null) return null;
  return unit === "percent" ? decimalText({ units: value.units, scale: value.scale + HUNDRED }) : decimalText(value);
}

/** What stands in the field of a target that is changed. */
export function typedOf(amount: string, unit: Unit): string {
  const value = parseDecimal(amount);
  if (value === null || unit !== "percent") return amount;
  return decimalText(value.scale >= HUNDRED ? { units: value.units, scale: value.scale - HUNDRED } : { units: value.units * 10n ** BigInt(HUNDRED - value.scale), scale: 0 });
}
