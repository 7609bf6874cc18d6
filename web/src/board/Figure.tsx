import type { Cell, Query } from "@/api/query";
import { useExplain } from "@/board/explain";
import { METRICS, type MetricKey } from "@/i18n/metrics";
import { compact, formatFigure, formatMoneyCompact, UNKNOWN, type Unit } from "@/lib/format";
import { usePulse } from "@/lib/usePulse";
import classes from "./Figure.module.css";

interface FigureProps {
  readonly metric: MetricKey;
  readonly value: string | null;
  readonly query: Query;
  readonly currency: string;
  readonly row?: Readonly<Record<string, Cell>> | undefined;
  readonly of?: string | undefined;
  readonly size?: "large" | "medium" | "inline" | undefined;
  readonly short?: boolean | undefined;
}

/** A figure that can be asked where it comes from. */
export function Figure({ metric, ...figure }: FigureProps) {
  return <AnyFigure metric={metric} words={METRICS[metric]} {...figure} />;
}

interface AnyFigureProps extends Omit<FigureProps, "metric"> {
  readonly metric: string;
  readonly words: { readonly label: string; readonly unit: Unit };
}

/** The same for any metric the server knows. */
export function AnyFigure({ metric, words, value, query, currency, row, of, size = "inline", short = false }: AnyFigureProps) {
  const explain = useExplain();
  const exact = formatFigure(value, words.unit, currency);
  const shown = short ? shortFigure(value, words.unit, currency) : exact;
  const title = of === undefined ? words.label : `${words.label}, ${of}`;
  const pulse = usePulse(value);
  const [number, unit] = splitUnit(shown);
  return (
    <button
      type="button"
      className={classes.figure}
      data-size={size}
      data-pulse={pulse}
      title={value === null ? "Not known for this period" : exact === shown ? `${exact}. Open the definition` : exact}
      onClick={() => explain({ query, metric, row, title, figure: exact })}
    >
      <span className="sr">{title}: </span>
      {number}
      {unit === "" ? null : <span className={classes.unit}>{unit}</span>}
      <span className="sr">{exact === shown ? ". Explain" : `, exactly ${exact}. Explain`}</span>
    </button>
  );
}

function shortFigure(value: string | null, unit: Unit, currency: string): string {
  if (unit === "money") return formatMoneyCompact(value, currency);
  return unit === "count" && value !== null && value.length > 4 ? compact(value) : formatFigure(value, unit, currency);
}

function splitUnit(text: string): [string, string] {
  if (text === UNKNOWN) return [text, ""];
  const at = text.indexOf("\u202f");
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at)];
}
