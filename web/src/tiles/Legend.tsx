import { colourAt } from "@/lib/palette";
import type { Line } from "@/charts/course";
import classes from "./tiles.module.css";

/** Only where lines cannot be named at their ends. */
export function Legend({ lines }: { readonly lines: readonly Line[] }) {
  return (
    <p className={classes.legend} aria-hidden>
      {lines.map((line, index) => (
        <span key={line.key}>
          {line.isCompared ? <span className={classes.dash} /> : <span className={classes.swatch} style={{ background: index === 0 ? "var(--series)" : colourAt(index) }} />}
          {line.name}
        </span>
      ))}
    </p>
  );
}
