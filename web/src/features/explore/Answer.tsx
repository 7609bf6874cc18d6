/** The answer: the chart that fits, and all figures as rows. Source rows stand in their place when they are asked. */
import { useMemo } from "react";
import { KindBar } from "@/features/explore/KindBar";
import { SourceRows } from "@/features/explore/SourceRows";
import { askedFilters, chartOf, tableOf, type Exploration } from "@/features/explore/state";
import { useAnnounced } from "@/features/explore/useAnnounced";
import { exploreText } from "@/i18n/explore";
import type { Query } from "@/api/query";
import type { DayRange } from "@/lib/calendar";
import type { Settings, Tile, TileKind } from "@/tiles/model";
import type { TileView } from "@/tiles/settle";
import { TileBody } from "@/tiles/TileBody";
import type { Names } from "@/tiles/vocabulary";
import classes from "./explore.module.css";

interface AnswerProps {
  readonly state: Exploration;
  readonly kind: TileKind;
  readonly view: TileView;
  readonly names: Names;
  readonly onKind: (kind: TileKind) => void;
  readonly onZoom: (range: DayRange) => void;
  /** From source rows to the figure they add up to. */
  readonly onBack: () => void;
}

const ALONE: ReadonlySet<TileKind> = new Set(["table", "pivot"]);

export function Answer({ state, kind, view, names, onKind, onZoom, onBack }: AnswerProps) {
  const settings = useMemo((): readonly Settings[] => [{ filters: askedFilters(state) }], [state]);
  const bare = (tile: Tile): Tile => ({ ...tile, settings: undefined });
  const chart = useMemo(() => bare(chartOf(state, kind, names.metric)), [state, kind, names]);
  const table = useMemo(() => ({ ...bare(tableOf(state, names.metric)), title: exploreText.table }), [state, names]);
  const { said, cut } = useAnnounced(table, view, names);
  const [metric = ""] = state.metrics;
  if (state.rows) return <SourceRows query={rowsQuery(view, metric)} metric={metric} names={names} currency={view.currency} onBack={onBack} />;
  return (
    <>
      <p className="sr" role="status">
        {said}
      </p>
      <KindBar state={state} kind={kind} names={names} onKind={onKind} />
      {kind === "number" ? (
        <div className={classes.numbers}>
          {state.metrics.map((key) => (
            <Number key={key} metric={key} settings={settings} />
          ))}
        </div>
      ) : ALONE.has(kind) ? null : (
        <div className={classes.chart} data-kind={kind}>
          <TileBody key={shapeOf(chart)} tile={chart} settings={settings} onBrush={onZoom} />
        </div>
      )}
      {kind === "number" ? null : (
        <div className={classes.table}>
          <TileBody key={shapeOf(kind === "pivot" ? chart : table)} tile={kind === "pivot" ? chart : table} settings={settings} />
          {cut && state.top === undefined && kind !== "pivot" ? <p className={classes.cut}>{exploreText.truncated(String(table.query?.limit ?? ""))}</p> : null}
        </div>
      )}
    </>
  );
}

/** Old figures may stand in for new ones only where they answer the same question over other days. */
const shapeOf = ({ kind, query }: Tile): string => JSON.stringify([kind, query?.metrics, query?.dimensions, query?.grain]);

function Number({ metric, settings }: { readonly metric: string; readonly settings: readonly Settings[] }) {
  const tile = useMemo((): Tile => ({ id: metric, kind: "number", place: { x: 0, y: 0, w: 3, h: 3 }, query: { metrics: [metric] }, options: { spark: true, target: true } }), [metric]);
  return <TileBody tile={tile} settings={settings} />;
}

/** One figure without groups and without a compared period. */
function rowsQuery(view: TileView, metric: string): Query {
  const { compare: _, same_minute: __, ...rest } = view.base;
  return { ...rest, metrics: [metric] };
}
