/** Where a target stands, in words and shares. The server works the figures out; here they are only put side by side. */
import type { Pace } from "@/api/targets";
import type { MetricWords } from "@/i18n/metrics";
import { targetsText } from "@/i18n/targets";
import { approximate, decimalText, magnitude, parseDecimal } from "@/lib/decimal";
import { formatDecimal, formatFigure, formatMoneyCompact, formatPercent, formatPoints, type Unit } from "@/lib/format";

export interface Standing {
  /** Part of the target that is done and that should be, 0 to 1, for the bar; null is not known. */
  readonly done: number | null;
  readonly expected: number | null;
  readonly words: string;
  readonly tone: "good" | "bad" | "neutral";
}

const part = (value: string | null, of: string): number | null => {
  const [size, whole] = [approximate(value), approximate(of)];
  return size === null || whole === null || whole === 0 ? null : Math.min(1, Math.max(0, size / whole));
};

/** An amount as short as it can be said beside a bar. */
export function amountOf(value: string | null, unit: Unit, currency: string | null): string {
  if (unit === "count") return formatDecimal(value, 0);
  return unit === "money" && currency !== null ? formatMoneyCompact(value, currency) : formatFigure(value, unit, currency ?? "");
}

/** What is held, or better small, is above or below its target; only what is gathered is ahead or behind. */
function gapWords(amount: string, isMore: boolean, isWay: boolean): string {
  if (isWay) return isMore ? targetsText.ahead(amount) : targetsText.behind(amount);
  return isMore ? targetsText.above(amount) : targetsText.below(amount);
}

export function standingOf(pace: Pace, { unit, more }: { readonly unit: Unit; readonly more: MetricWords["more"] }): Standing {
  const { target, ahead_by: ahead } = pace;
  const gap = ahead === null ? null : parseDecimal(ahead);
  const done = part(pace.actual, target.amount);
  const expected = part(pace.expected_by_now, target.amount);
  if (gap === null) return { done, expected, words: targetsText.notKnown, tone: "neutral" };
  if (gap.units === 0n) return { done, expected, words: targetsText.even, tone: "neutral" };
  const size = decimalText(magnitude(gap));
  const amount = unit === "percent" ? formatPoints(size).replace(/^\+/, "") : amountOf(size, unit, target.currency);
  const isGood = gap.units > 0n === (more !== "bad");
  return { done, expected, words: gapWords(amount, gap.units > 0n, pace.method !== "level" && more !== "bad"), tone: more === "neutral" ? "neutral" : isGood ? "good" : "bad" };
}

/** "62.0 % of 120k €"; what is held says what it is and what it should be. */
export function shareWords(pace: Pace, unit: Unit): string {
  const amount = amountOf(pace.target.amount, unit, pace.target.currency);
  return pace.method === "level" || pace.share_done === null ? targetsText.held(amountOf(pace.actual, unit, pace.target.currency), amount) : targetsText.of(formatPercent(pace.share_done), amount);
}
