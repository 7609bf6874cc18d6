/** From one figure to another by what comes between: where each bar hangs. For geometry only. */
import { approximate } from "@/lib/decimal";

export interface Step {
  readonly key: string;
  readonly value: string | null;
  /** Whole bars stand on zero; the others hang where the one before ended. */
  readonly isWhole: boolean;
  readonly from: number;
  readonly to: number;
}

/** What is told as a positive number and takes away. */
const TAKEN = new Set(["discounts", "returns", "cogs"]);

export function stepsOf(metrics: readonly string[], values: readonly (string | null)[]): readonly Step[] {
  let level = 0;
  return metrics.map((key, at) => {
    const value = values[at] ?? null;
    const size = approximate(value) ?? 0;
    const isWhole = at === 0 || at === metrics.length - 1;
    const from = isWhole ? 0 : level;
    level = isWhole ? size : level + (TAKEN.has(key) ? -size : size);
    return { key, value, isWhole, from, to: level };
  });
}
