const OUTER = 48;
const INNER = 30;

/** Rings of a donut, clockwise from the top; sizes below zero have no part of a whole. */
export function arcs(sizes: readonly number[]): readonly string[] {
  const whole = sizes.reduce((sum, size) => sum + size, 0);
  let at = 0;
  return sizes.map((size) => {
    const share = whole === 0 ? 0 : size / whole;
    const from = at;
    at += share;
    // A full circle has no two ends: it stops a hair before its beginning.
    return share === 0 ? "" : ring(from, from + Math.min(share, 0.9999));
  });
}

function ring(from: number, to: number): string {
  const point = (share: number, radius: number): string => `${(Math.sin(share * 2 * Math.PI) * radius).toFixed(3)} ${(-Math.cos(share * 2 * Math.PI) * radius).toFixed(3)}`;
  const large = to - from > 0.5 ? 1 : 0;
  return `M${point(from, OUTER)}A${OUTER} ${OUTER} 0 ${large} 1 ${point(to, OUTER)}L${point(to, INNER)}A${INNER} ${INNER} 0 ${large} 0 ${point(from, INNER)}Z`;
}
