import { METRICS, type MetricKey } from "@/i18n/metrics";
import { changeRatio, difference, parseDecimal } from "@/lib/decimal";
import { formatChange, formatPoints } from "@/lib/format";
import classes from "./Change.module.css";

interface ChangeProps {
  readonly metric: MetricKey;
  readonly value: string | null;
  readonly previous: string | null;
  /** The compared days in words, "vs Sun 16 Nov, same minute". */
  readonly words?: string | undefined;
}

/** How much a figure moved, with its sign; good and bad differ by colour, sign and, for readers, a word. */
export function Change({ metric, value, previous, words }: ChangeProps) {
  const points = METRICS[metric].unit === "percent";
  const ratio = points ? difference(value, previous) : changeRatio(value, previous);
  const text = points ? formatPoints(ratio) : formatChange(ratio);
  // What is written as 0.0 has not moved, whatever lies behind the last digit; neither has what is not known.
  const tone = /[1-9]/.test(text) ? toneOf(metric, ratio) : "neutral";
  return (
    <span className={classes.change} title={ratio === null ? "Nothing to compare with" : undefined}>
      <span className={classes.amount} data-tone={tone}>
        {text}
        {tone === "neutral" ? null : <span className="sr">{tone === "good" ? ", better" : ", worse"}</span>}
      </span>
      {words ? <span className={classes.words}> {words}</span> : null}
    </span>
  );
}

function toneOf(metric: MetricKey, ratio: string | null): "good" | "bad" | "neutral" {
  const value = ratio === null ? null : parseDecimal(ratio);
  const more = METRICS[metric].more;
  if (value === null || value.units === 0n || more === "neutral") return "neutral";
  return value.units > 0n === (more === "good") ? "good" : "bad";
}
