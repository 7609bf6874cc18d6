/** The tokens as values, for drawings that cannot read custom properties; new ones when the theme changes. */
import { useComputedColorScheme } from "@mantine/core";
import { useMemo } from "react";

const NAMES = ["ink", "ink-2", "ink-3", "line", "line-strong", "surface", "raised", "series", "compare", "accent", "good", "bad", "c0", "c1", "c2", "c3", "c4", "c5", "c6", "c7"] as const;

export type Colours = Readonly<Record<(typeof NAMES)[number], string>>;

export function useColours(): Colours {
  const scheme = useComputedColorScheme("light");
  return useMemo(() => {
    document.documentElement.setAttribute("data-mantine-color-scheme", scheme);
    const style = getComputedStyle(document.documentElement);
    return Object.fromEntries(NAMES.map((name) => [name, style.getPropertyValue(`--${name}`).trim()])) as Record<(typeof NAMES)[number], string>;
  }, [scheme]);
}
