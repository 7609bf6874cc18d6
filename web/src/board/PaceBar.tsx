import { targetsText } from "@/i18n/targets";
import { formatPercent } from "@/lib/format";
import type { Standing } from "@/board/pace";
import classes from "./PaceBar.module.css";

/** How much of a target is done, with a mark where it should be by now. */
export function PaceBar({ standing: { done, expected, tone } }: { readonly standing: Standing }) {
  const said = done === null ? targetsText.notKnown : targetsText.bar(percent(done), expected === null ? null : percent(expected));
  return (
    <span className={classes.bar} role="img" aria-label={said}>
      <span className={classes.done} data-tone={tone} style={{ width: `${(done ?? 0) * 100}%` }} />
      {expected === null ? null : <span className={classes.mark} style={{ left: `${expected * 100}%` }} />}
    </span>
  );
}

const percent = (share: number): string => formatPercent(share.toFixed(3), 0);
