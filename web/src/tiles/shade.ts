/** How strongly a cell is filled, on a root scale, so that one large cell does not leave the others white. */
export const shadeOf = (value: number, top: number): number => (value <= 0 || top <= 0 ? 0 : 0.08 + 0.82 * Math.sqrt(value / top));

/** The colour of a cell, mixed into the surface so that it reads in both themes. */
export const fillOf = (shade: number): string => `color-mix(in srgb, var(--series) ${(shade * 100).toFixed(0)}%, var(--sunken))`;

/** Dark cells carry light words. */
export const inkOn = (shade: number): string => (shade > 0.55 ? "var(--on-accent)" : "var(--ink)");
