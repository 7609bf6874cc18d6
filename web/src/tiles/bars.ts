/** Rows of an answer as bars of one scale: where they begin, how long they are. For geometry only. */
import { figureOf, type Row } from "@/board/figures";
import { approximate } from "@/lib/decimal";

export interface Scale {
  readonly zero: number;
  readonly length: (value: string | null) => { readonly left: number; readonly width: number; readonly isNegative: boolean };
}

/** Percent of the track; zero moves right where something lies below it. */
export function scaleOf(values: readonly (string | null)[]): Scale {
  const numbers = values.map((value) => approximate(value) ?? 0);
  const top = Math.max(0, ...numbers);
  const bottom = Math.min(0, ...numbers);
  const spread = top - bottom || 1;
  const zero = (-bottom / spread) * 100;
  return {
    zero,
    length: (value) => {
      const size = ((approximate(value) ?? 0) / spread) * 100;
      return { left: size < 0 ? zero + size : zero, width: Math.abs(size), isNegative: size < 0 };
    },
  };
}

export const valuesOf = (rows: readonly Row[], metric: string): readonly (string | null)[] => rows.map((row) => figureOf(row, metric));

const TALLEST = 64;

/** Bars share the height of their tile until they are as tall as reads well. */
export const heightOf = (bars: number): string => `min(100%, ${bars * TALLEST}px)`;
