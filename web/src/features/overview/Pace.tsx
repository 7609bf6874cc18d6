/** Week, month and year so far against the same days a year earlier: how is this month against last year. */
import { useCalendar, useView } from "@/app/view";
import { Change } from "@/board/Change";
import { Figure } from "@/board/Figure";
import { totalOf, useFigures } from "@/board/figures";
import { overviewText } from "@/i18n/overview";
import { formatRange, type DayRange } from "@/lib/calendar";
import type { Calendar } from "@/lib/fiscal";
import { compareRange, resolvePeriod, type Preset } from "@/lib/period";
import { Bone } from "@/ui/Bones";
import classes from "./Pace.module.css";

export function Pace() {
  return (
    <div className={classes.pace}>
      <Stretch preset="week" title={overviewText.thisWeek} compare="previous_year_weekday" />
      <Stretch preset="month" title={overviewText.thisMonth} compare="previous_year" />
      <Stretch preset="year" title={overviewText.thisYear} compare="previous_year" />
    </div>
  );
}

interface StretchProps {
  readonly preset: Preset;
  readonly title: string;
  readonly compare: "previous_year" | "previous_year_weekday";
}

function Stretch({ preset, title, compare }: StretchProps) {
  const view = useView();
  const calendar = useCalendar();
  const range = resolvePeriod(preset, view.today, calendar) ?? { from: view.today, to: view.today };
  const figures = useFigures({ metrics: ["net_sales"], range, compare, same_minute: true });
  const value = totalOf(figures.result, "net_sales");
  return (
    <div className={classes.stretch}>
      <h3 className={classes.title}>{title}</h3>
      {figures.result ? (
        <>
          <Figure metric="net_sales" value={value} query={figures.query} currency={view.currency} of={title.toLowerCase()} size="medium" short />
          <Change metric="net_sales" value={value} previous={totalOf(figures.result, "net_sales__previous")} words={`vs ${earlier(range, compare, calendar)}`} />
        </>
      ) : figures.error ? (
        <p className={classes.title}>n/a</p>
      ) : (
        <>
          <Bone width={96} height={26} />
          <Bone width={140} height={14} />
        </>
      )}
    </div>
  );
}

function earlier(range: DayRange, compare: StretchProps["compare"], calendar: Calendar): string {
  const before = compareRange(range, compare, calendar);
  return before === null ? "" : formatRange(before, range.to);
}
