/** One line a store and one for all of them: net sales, share, growth, orders, average order, margin, course. */
import { usePicks, useSession, useView } from "@/app/view";
import { Change } from "@/board/Change";
import { Figure } from "@/board/Figure";
import { Share } from "@/board/Share";
import { figureOf, totalOf, type Figures, type Row } from "@/board/figures";
import { useStoreCourses } from "@/board/storeCourses";
import { Spark } from "@/charts/Spark";
import { allDays, perDay, type DaysOpen } from "@/features/stores/comparison";
import { METRICS, type MetricKey } from "@/i18n/metrics";
import { compareText } from "@/i18n/storeComparison";
import { shareOf } from "@/lib/decimal";
import { formatCount, formatMoney } from "@/lib/format";
import { storeColour } from "@/lib/palette";
import list from "@/board/List.module.css";
import classes from "./comparison.module.css";

interface ComparedRowsProps {
  readonly rows: readonly Row[];
  readonly figures: Figures;
  /** Days with an order by store; null while they are not known. */
  readonly open: ReadonlyMap<string, DaysOpen> | null;
  readonly byDay: boolean;
  readonly name: string;
}

const BESIDE = ["orders", "aov", "gross_margin"] as const satisfies readonly MetricKey[];

export function ComparedRows({ rows, figures, open, byDay, name }: ComparedRowsProps) {
  const { stores } = useSession();
  const [, setPicks] = usePicks();
  const courses = useStoreCourses();
  const { result } = figures;
  const total = totalOf(result, "net_sales");
  const compared = figures.query.compare !== undefined;
  const slugs = rows.map((row) => figureOf(row, "store") ?? "");
  const whole = open === null ? undefined : allDays(open, slugs);
  const storeName = (slug: string): string => stores.find((store) => store.slug === slug)?.name ?? slug;
  return (
    <table className={`${list.table} ${classes.table}`}>
      <caption className="sr">{compareText.title}</caption>
      <thead>
        <tr>
          <th scope="col">{compareText.store}</th>
          <th scope="col" className={classes.wide}>{compareText.course}</th>
          <th scope="col">{byDay ? compareText.perDayHead : METRICS.net_sales.label}</th>
          <th scope="col">{compared ? compareText.growth : ""}</th>
          <th scope="col" className={classes.wide}>{compareText.share}</th>
          {BESIDE.map((metric) => (
            <th key={metric} scope="col" className={metric === "orders" ? list.wideOnly : classes.wide}>
              {METRICS[metric].label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, index) => {
          const slug = slugs[index] ?? "";
          return (
            <Line
              key={slug}
              figures={figures}
              read={(key) => figureOf(row, key)}
              row={{ store: slug }}
              of={storeName(slug)}
              total={total}
              days={byDay ? (open?.get(slug) ?? null) : undefined}
              course={<Spark values={courses.get(slug) ?? []} />}
            >
              <span className={list.dot} style={{ background: storeColour(stores, slug) }} aria-hidden />
              <button type="button" className={list.link} onClick={() => setPicks({ stores: slug })} title={compareText.lookAt(storeName(slug))}>
                {storeName(slug)}
              </button>
            </Line>
          );
        })}
      </tbody>
      <tfoot>
        <Line figures={figures} read={(key) => totalOf(result, key)} of={name} total={null} days={byDay ? (whole ?? null) : undefined} course={null}>
          {name}
        </Line>
      </tfoot>
    </table>
  );
}

interface LineProps {
  readonly figures: Figures;
  readonly read: (key: string) => string | null;
  readonly row?: Readonly<Record<string, string>>;
  readonly of: string;
  readonly total: string | null;
  /** Days open: undefined where whole amounts are shown, null where they are not known. */
  readonly days: DaysOpen | null | undefined;
  readonly course: React.ReactNode;
  readonly children: React.ReactNode;
}

function Line({ figures, read, row, of, total, days, course, children }: LineProps) {
  const { currency } = useView();
  const { query } = figures;
  const [value, previous] = [read("net_sales"), read("net_sales__previous")];
  const figure = (metric: MetricKey) => <Figure metric={metric} value={read(metric)} query={query} currency={currency} row={row} of={of} />;
  return (
    <tr>
      <th scope="row" className={list.name}>{children}</th>
      <td className={classes.wide}>{course}</td>
      <td className={list.figure}>
        {days === undefined ? (
          figure("net_sales")
        ) : (
          <>
            {formatMoney(perDay(value, days?.now), currency)}
            <span className={classes.under}>
              {figure("net_sales")} {days === null ? "" : compareText.days(formatCount(days.now))}
            </span>
          </>
        )}
      </td>
      <td className={list.change}>
        {query.compare === undefined ? null : days === undefined ? (
          <Change metric="net_sales" value={value} previous={previous} />
        ) : (
          <Change metric="net_sales" value={perDay(value, days?.now)} previous={perDay(previous, days?.before)} />
        )}
      </td>
      <td className={classes.wide}>{total === null ? null : <Share ratio={shareOf(value, total)} />}</td>
      {BESIDE.map((metric) => (
        <td key={metric} className={metric === "orders" ? list.wideOnly : classes.wide}>
          {figure(metric)}
          {query.compare === undefined ? null : (
            <span className={classes.under}>
              <Change metric={metric} value={read(metric)} previous={read(`${metric}__previous`)} />
            </span>
          )}
        </td>
      ))}
    </tr>
  );
}
