/** A store or channel keeps its colour on every page: seven, then grey. */
const COLOURS = ["var(--c1)", "var(--c2)", "var(--c3)", "var(--c4)", "var(--c5)", "var(--c6)", "var(--c7)"];

export const colourAt = (index: number): string => COLOURS[index] ?? "var(--c0)";

export function storeColour(stores: readonly { readonly slug: string }[], slug: string | null): string {
  const index = stores.findIndex((store) => store.slug === slug);
  return index < 0 ? "var(--c0)" : colourAt(index);
}
