/** Net sales through the period, with the compared period dashed behind it whole, so that one sees what is still to come. */
import { useState, type KeyboardEvent } from "react";
import { IconChartBar, IconTable } from "@tabler/icons-react";
import type { QueryFilter } from "@/api/query";
import { useCalendar, useView, type View } from "@/app/view";
import { Change } from "@/board/Change";
import { TileState } from "@/board/TileState";
import { figureOf, narrowed, rowsOf, useFigures } from "@/board/figures";
import { bucketsOf, hoursAsked, keyOf, periodOf, pointsOf, sumByBucket, type Bucket, type Point } from "@/charts/buckets";
import { TimeChart } from "@/charts/TimeChart";
import { TwinTable } from "@/charts/TwinTable";
import { boardText } from "@/i18n/board";
import { overviewText } from "@/i18n/overview";
import { formatMonth, formatRange, startOfMonth, startOfWeek } from "@/lib/calendar";
import { hourIn } from "@/lib/clock";
import { formatMoney, formatMoneyCompact } from "@/lib/format";
import { compareRange, grainFor, type Grain } from "@/lib/period";
import type { Calendar } from "@/lib/fiscal";
import { isZero, sumOf } from "@/lib/decimal";
import { ChartBones } from "@/ui/Bones";
import tile from "@/board/Tile.module.css";
import classes from "./SalesChart.module.css";

const HEIGHT = 240;

/** Of everything in view, or of what `filters` leave of it. */
export function SalesChart({ filters = [] }: { readonly filters?: readonly QueryFilter[] | undefined }) {
  const view = useView();
  const calendar = useCalendar();
  const [table, setTable] = useState(false);
  const grain = grainFor(view.range);
  const compared = view.range === null ? null : compareRange(view.range, view.comparison, calendar);
  const asked = hoursAsked(grain, view.oneZone);
  const now = useFigures({ metrics: ["net_sales"], grain: asked.grain, dimensions: asked.hours, same_minute: undefined, limit: 2000, ...narrowed(view, filters) });
  const series = (figure: string): Map<string, string> => sumByBucket(rowsOf(now.result).map((row) => [periodOf(figureOf(row, "period"), figureOf(row, "hour_of_day")), figureOf(row, figure)]), grain);
  const sums = series("net_sales");
  const current = { buckets: view.range ? bucketsOf(view.range, grain, calendar) : ownBuckets(sums), sums };
  const past = compared ? { buckets: bucketsOf(compared, grain, calendar), sums: series("net_sales__previous") } : null;
  const points = pointsOf(current, past && ![...past.sums.values()].every(isZero) ? past : null, nowKey(view, grain, calendar));
  const title = `${overviewText.headline} ${overviewText.chartBy[grain]}`;
  const name = compared ? formatRange(compared, view.today) : null;
  const keys = (event: KeyboardEvent): void => {
    if (event.key === "t") setTable(!table);
  };
  return (
    <div className={classes.chart} onKeyDown={keys} data-dim={now.dim}>
      <header className={classes.head}>
        <h3 className={classes.title}>{title}</h3>
        <p className={classes.key}>
          <span className={classes.bar} aria-hidden /> {view.rangeWords}
          {name ? (
            <>
              <span className={classes.dash} aria-hidden /> {name}
            </>
          ) : null}
          {points.some((point) => point.unfinished) && points.length < 63 ? <span className={classes.hatched}>{overviewText.unfinished}</span> : null}
        </p>
        <button type="button" className={tile.tool} aria-pressed={table} aria-label={boardText.tableOf(title)} title={table ? boardText.chart : boardText.table} onClick={() => setTable(!table)}>
          {table ? <IconChartBar size={15} aria-hidden /> : <IconTable size={15} aria-hidden />}
        </button>
      </header>
      <TileState figures={now} skeleton={<ChartBones height={HEIGHT} />} empty={null} isEmpty={false}>
        {table ? (
          <Twin title={title} points={points} currency={view.currency} />
        ) : (
          <TimeChart title={title} summary={summary(points, view.currency)} points={points} unit="money" currency={view.currency} height={HEIGHT} comparedName={points.some((point) => point.previous !== null) ? name : null} />
        )}
      </TileState>
    </div>
  );
}

function Twin({ title, points, currency }: { readonly title: string; readonly points: readonly Point[]; readonly currency: string }) {
  return (
    <TwinTable
      caption={title}
      height={HEIGHT}
      head={["Time", overviewText.headline, "Compared", overviewText.change]}
      rows={points.map((point) => [
        point.unfinished ? `${point.label} (not finished)` : point.label,
        point.value === null ? "ahead" : formatMoney(point.value, currency),
        point.previous === null ? "–" : formatMoney(point.previous, currency),
        <Change key="change" metric="net_sales" value={point.value} previous={point.previous} />,
      ])}
    />
  );
}

const ownBuckets = (sums: ReadonlyMap<string, string>): readonly Bucket[] =>
  [...sums.keys()].toSorted().map((key) => ({ key, tick: formatMonth(key), label: formatMonth(key) }));

function nowKey(view: View, grain: Grain, calendar: Calendar): string {
  if (grain === "hour") return `${view.today}T${String(hourIn(view.zone, new Date())).padStart(2, "0")}`;
  if (grain === "week") return startOfWeek(view.today, calendar.weekStart);
  return keyOf(grain === "month" ? startOfMonth(view.today) : view.today, grain);
}

function summary(points: readonly Point[], currency: string): string {
  const passed = points.filter((point) => point.value !== null);
  const top = passed.reduce<Point | null>((best, point) => (best === null || Number(point.value) > Number(best.value) ? point : best), null);
  const total = formatMoney(sumOf(passed.map((point) => point.value)), currency);
  return top === null ? "No figures yet." : `${total} over ${passed.length} points; the highest is ${formatMoneyCompact(top.value, currency)}, ${top.label}.`;
}
