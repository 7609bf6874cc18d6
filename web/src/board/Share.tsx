import { approximate } from "@/lib/decimal";
import { formatPercent } from "@/lib/format";
import classes from "./Share.module.css";

/** A share of the whole, as a length and a number. */
export function Share({ ratio }: { readonly ratio: string | null }) {
  const part = Math.max(0, Math.min(1, approximate(ratio) ?? 0));
  return (
    <span className={classes.share}>
      <span className={classes.track} aria-hidden>
        <span className={classes.bar} style={{ width: `${part * 100}%` }} />
      </span>
      <span className={classes.number}>{formatPercent(ratio)}</span>
    </span>
  );
}
