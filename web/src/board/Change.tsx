import { METRICS, type MetricKey, type MetricWords } from "@/i18n/metrics";
import { changeRatio, difference, parseDecimal } from "@/lib/decimal";
import { formatChange, formatPoints, type Unit } from "@/lib/format";
import classes from "./Change.module.css";

interface ChangeProps {
  readonly metric: MetricKey;
  readonly value: string | null;
  readonly previous: string | null;
  /** The compared days in words, "vs Sun 16 Nov, same minute". */
  readonly words?: string | undefined;
}

/** How much a figure moved, with its sign; good and bad differ by colour, sign and, for readers, a word. */
export function Change({ metric, ...change }: ChangeProps) {
  return <AnyChange {...METRICS[metric]} {...change} />;
}

interface AnyChangeProps extends Omit<ChangeProps, "metric"> {
  readonly unit: Unit;
  readonly more: MetricWords["more"];
}

/** The same for any metric the server knows. */
export function AnyChange({ unit, more, value, previous, words }: AnyChangeProps) {
  const points = unit === "percent";
  const ratio = points ? difference(value, previous) : changeRatio(value, previous);
  const text = points ? formatPoints(ratio) : formatChange(ratio);
  // What is written as 0.0 has not moved, whatever lies behind the last digit; neither has what is not known.
  const tone = /[1-9]/.test(text) ? toneOf(more, ratio) : "neutral";
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

function toneOf(more: MetricWords["more"], ratio: string | null): "good" | "bad" | "neutral" {
  const value = ratio === null ? null : parseDecimal(ratio);
  if (value === null || value.units === 0n || more === "neutral") return "neutral";
  return value.units > 0n === (more === "good") ? "good" : "bad";
}
