import { approximate } from "@/lib/decimal";

interface SparkProps {
  readonly values: readonly (string | null)[];
  readonly width?: number;
  readonly height?: number;
}

/** A shape beside a figure, no more: the figure and its change carry the meaning. */
export function Spark({ values, width = 84, height = 22 }: SparkProps) {
  const numbers = values.map((value) => approximate(value));
  const known = numbers.filter((value) => value !== null);
  if (known.length < 2) return <svg width={width} height={height} aria-hidden />;
  const top = Math.max(...known);
  const bottom = Math.min(...known);
  const spread = top - bottom || 1;
  const step = (width - 4) / Math.max(1, numbers.length - 1);
  const points = numbers.flatMap((value, index) => (value === null ? [] : [[2 + index * step, 2 + ((top - value) / spread) * (height - 4)] as const]));
  const last = points.at(-1);
  return (
    <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} aria-hidden style={{ display: "block" }}>
      <polyline points={points.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join(" ")} fill="none" stroke="var(--compare)" strokeWidth={1.4} strokeLinejoin="round" strokeLinecap="round" />
      {last ? <circle cx={last[0]} cy={last[1]} r={2.2} fill="var(--series)" /> : null}
    </svg>
  );
}
