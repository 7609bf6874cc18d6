/** A tile of any kind: asks its question, keeps its size, and draws the answer, or says why there is none. */
import { lazy, Suspense, useMemo, type ComponentType } from "react";
import { useQuery } from "@tanstack/react-query";
import type { Query } from "@/api/query";
import { useCalendar, usePicks, useSession } from "@/app/view";
import { dimensionsQuery, metricsQuery } from "@/app/vocabulary";
import { useAnswer } from "@/board/figures";
import { ExplainScope, useExplain, type ExplainTarget } from "@/board/explain";
import { organisationText, weekdayNames } from "@/i18n/organisation";
import { tileText } from "@/i18n/tiles";
import type { DayRange } from "@/lib/calendar";
import { useNow } from "@/lib/useNow";
import type { Drawn, Mark } from "@/tiles/context";
import { useDrill, type Asked } from "@/tiles/drill";
import type { Settings, Tile, TileKind } from "@/tiles/model";
import { questionOf } from "@/tiles/question";
import { picksOf, settle, viewOf } from "@/tiles/settle";
import { TileFrame } from "@/tiles/TileFrame";
import { subtitleOf, titleOf } from "@/tiles/title";
import { useNames } from "@/tiles/vocabulary";
import { Bone, ChartBones, RowBones } from "@/ui/Bones";

const TextTile = lazy(() => import("@/tiles/kinds/TextTile"));
const FeedTile = lazy(() => import("@/tiles/kinds/FeedTile"));

/** How each kind is drawn, fetched when the first of it is shown, and the same figures as a table. */
const BODIES: Partial<Record<TileKind, ComponentType<Drawn>>> = {
  number: lazy(() => import("@/tiles/kinds/NumberTile")),
  line: lazy(() => import("@/tiles/kinds/CourseTile")),
  area: lazy(() => import("@/tiles/kinds/CourseTile")),
  combo: lazy(() => import("@/tiles/kinds/CourseTile")),
  bar: lazy(() => import("@/tiles/kinds/BarTile")),
  pie: lazy(() => import("@/tiles/kinds/PieTile")),
  table: lazy(() => import("@/tiles/kinds/TableTile")),
  pivot: lazy(() => import("@/tiles/kinds/PivotTile")),
  heatmap: lazy(() => import("@/tiles/kinds/HeatTile")),
  funnel: lazy(() => import("@/tiles/kinds/FunnelTile")),
  cohort: lazy(() => import("@/tiles/kinds/CohortTile")),
  waterfall: lazy(() => import("@/tiles/kinds/WaterfallTile")),
  scatter: lazy(() => import("@/tiles/kinds/ScatterTile")),
  map: lazy(() => import("@/tiles/kinds/MapTile")),
};
const Twin = lazy(() => import("@/tiles/Twin"));

export interface TileBodyProps {
  readonly tile: Tile;
  /** From the outside in: the board's, its section's, the tile's own. */
  readonly settings: readonly Settings[];
  readonly onBrush?: ((range: DayRange) => void) | undefined;
}

export function TileBody(props: TileBodyProps) {
  const { tile, settings } = props;
  const session = useSession();
  const [picks] = usePicks();
  const minute = Math.floor(useNow(60_000).getTime() / 60_000);
  const asked = useMemo((): Asked => {
    const settled = settle(...settings);
    return { tile, view: viewOf(session, picks, settled, new Date(minute * 60_000)), picks: picksOf(picks, settled), filters: settled.filters ?? [] };
  }, [tile, session, picks, settings, minute]);
  if (tile.kind === "text") return <Suspense>{<TextTile tile={tile} />}</Suspense>;
  if (tile.kind === "feed") return <Suspense>{<FeedTile tile={tile} view={asked.view} />}</Suspense>;
  return <AskingTile asked={asked} onBrush={props.onBrush} />;
}

const NOTHING: Query = { metrics: [] };

function AskingTile({ asked, onBrush }: Pick<TileBodyProps, "onBrush"> & { readonly asked: Asked }) {
  const { tile, view } = asked;
  const { stores, user } = useSession();
  const names = useNames(stores);
  const explain = useExplain();
  const drill = useDrill();
  const explore = drill?.explore ?? null;
  const question = useMemo(() => questionOf(tile, view), [tile, view]);
  const figures = useAnswer(question?.query ?? NOTHING, view.today, question !== null);
  const missing = useMissing(tile);
  const title = titleOf(tile, names);
  const Body = BODIES[tile.kind];
  const { query } = figures;
  const grain = question?.grain ?? null;
  const calendar = useCalendar();
  const { weekStart } = calendar;
  const show = (target: ExplainTarget & Pick<Mark, "within">): void =>
    drill === null ? explain(target) : drill.open({ ...asked, ...target, row: target.row ?? {}, within: target.within ?? (target.query.filters ?? []).slice(view.base.filters?.length ?? 0), grain, calendar });
  const isOwnWeek = (user.week_start ?? weekStart) === weekStart;
  const weeks = grain === "week" && !isOwnWeek ? organisationText.weeksFrom(weekdayNames[weekStart]) : undefined;
  const open = (mark: Mark): void => show({ query, ...mark });
  const drawn: Drawn = { tile, title, view, names, figures, grain, calendar, open, drills: drill !== null, onBrush };
  const isEmpty = figures.result !== undefined && (question?.query.dimensions?.length ?? 0) > 0 && figures.result.rows.length === 0;
  const reason = missing.length > 0 ? tileText.missing(missing) : question === null || Body === undefined ? tileText.asksNothing : null;
  return (
    <ExplainScope value={show}>
      <TileFrame
        title={title}
        subtitle={subtitleOf(tile, view, weeks)}
        figures={figures}
        reason={reason}
        isEmpty={isEmpty}
        skeleton={<Skeleton tile={tile} />}
        twin={tile.kind === "number" || tile.kind === "table" || tile.kind === "pivot" ? undefined : <Twin {...drawn} />}
        bare={tile.kind === "number"}
        onExplore={explore === null ? undefined : () => explore(asked)}
      >
        {Body === undefined ? null : (
          <Suspense fallback={<Skeleton tile={tile} />}>
            <Body {...drawn} />
          </Suspense>
        )}
      </TileFrame>
    </ExplainScope>
  );
}

/** The names a tile asks for that nobody knows any more. */
function useMissing(tile: Tile): readonly string[] {
  const metrics = useQuery(metricsQuery).data;
  const dimensions = useQuery(dimensionsQuery).data;
  if (metrics === undefined || dimensions === undefined) return [];
  const known = new Set([...metrics, ...dimensions].map((one) => one.key));
  return [...(tile.query?.metrics ?? []), ...(tile.query?.dimensions ?? [])].filter((key) => !known.has(key));
}

function Skeleton({ tile }: { readonly tile: Tile }) {
  if (tile.kind === "number") return <Bone width={140} height={30} />;
  const rows = Math.max(2, Math.min(12, Math.floor((tile.place.h * 56 - 76) / 34)));
  return tile.kind === "table" || tile.kind === "pivot" || tile.kind === "funnel" ? <RowBones rows={rows} /> : <ChartBones height={Math.max(80, tile.place.h * 56 - 90)} />;
}
