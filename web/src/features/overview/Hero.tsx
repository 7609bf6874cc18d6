/** The figures of the period, each with what it is compared with, above the course of the day. */
import { useView } from "@/app/view";
import { Change } from "@/board/Change";
import { Figure } from "@/board/Figure";
import { Refusal } from "@/board/TileState";
import { totalOf, useFigures, type Figures } from "@/board/figures";
import { SalesChart } from "@/board/SalesChart";
import { Pace } from "@/features/overview/Pace";
import { METRICS, type MetricKey } from "@/i18n/metrics";
import { overviewText } from "@/i18n/overview";
import { Bone } from "@/ui/Bones";
import classes from "./Hero.module.css";

const HERO = ["net_sales", "orders", "aov", "gross_profit", "gross_margin", "new_customers", "returning_customers", "guest_orders"] as const satisfies readonly MetricKey[];

export function Hero() {
  const view = useView();
  const figures = useFigures({ metrics: HERO });
  const suffix = view.period === "today" ? "today" : "";
  return (
    <section className={classes.hero} aria-label={overviewText.headline}>
      {figures.error && !figures.result ? (
        <div className={classes.refusal}>
          <Refusal error={figures.error} retry={figures.retry} />
        </div>
      ) : (
        <div className={classes.figures} data-dim={figures.dim}>
          <Cell title={`${METRICS.net_sales.label} ${suffix}`} metric="net_sales" figures={figures} words={view.comparedWords} />
          <Cell title={METRICS.orders.label} metric="orders" figures={figures} />
          <Cell title={METRICS.aov.label} metric="aov" figures={figures} />
          <Cell title={METRICS.gross_profit.label} metric="gross_profit" figures={figures}>
            <span className={classes.beside}>
              <HeroFigure metric="gross_margin" figures={figures} size="inline" /> {overviewText.margin}
            </span>
          </Cell>
          <Customers figures={figures} />
        </div>
      )}
      <div className={classes.course}>
        <SalesChart />
        <Pace />
      </div>
    </section>
  );
}

interface CellProps {
  readonly title: string;
  readonly metric: MetricKey;
  readonly figures: Figures;
  readonly words?: string | undefined;
  readonly children?: React.ReactNode;
}

function Cell({ title, metric, figures, words, children }: CellProps) {
  const { result } = figures;
  return (
    <div className={classes.cell}>
      <h2 className={classes.title}>{title}</h2>
      {result ? <HeroFigure metric={metric} figures={figures} /> : <Bone width={140} height={30} />}
      <p className={classes.under}>
        {result && figures.query.compare ? <Change metric={metric} value={totalOf(result, metric)} previous={totalOf(result, `${metric}__previous`)} words={words} /> : null}
        {result ? children : <Bone width={110} height={12} />}
      </p>
    </div>
  );
}

interface HeroFigureProps {
  readonly metric: MetricKey;
  readonly figures: Figures;
  readonly size?: "large" | "medium" | "inline";
  readonly short?: boolean;
}

function HeroFigure({ metric, figures, size = "large", short = false }: HeroFigureProps) {
  return (
    <Figure
      metric={metric}
      value={totalOf(figures.result, metric)}
      query={figures.query}
      currency={figures.query.currency ?? ""}
      size={size}
      short={short}
    />
  );
}

/** More digits than this do not fit beside each other at full size. */
const LONG_TRIO = 9;
/** And more than this do not fit at all: three significant digits, the exact figure on hover. */
const TOO_LONG_TRIO = 12;

function Customers({ figures }: { readonly figures: Figures }) {
  const parts = ["new_customers", "returning_customers", "guest_orders"] as const;
  const { result } = figures;
  const digits = parts.map((metric) => totalOf(result, metric) ?? "").join("").length;
  const size = digits > LONG_TRIO ? "medium" : "large";
  const short = digits > TOO_LONG_TRIO;
  return (
    <div className={classes.cell}>
      <h2 className={classes.title}>{overviewText.customers}</h2>
      {result ? (
        <div className={classes.trio}>
          {parts.map((metric, index) => (
            <span key={metric}>
              {index > 0 ? <span className={classes.slash}>/</span> : null}
              <HeroFigure metric={metric} figures={figures} size={size} short={short} />
            </span>
          ))}
        </div>
      ) : (
        <Bone width={160} height={30} />
      )}
      <p className={classes.under}>
        {result && figures.query.compare ? (
          <>
            <Change metric="new_customers" value={totalOf(result, "new_customers")} previous={totalOf(result, "new_customers__previous")} />
            <span className={classes.quiet}> new</span>
          </>
        ) : null}
      </p>
    </div>
  );
}
