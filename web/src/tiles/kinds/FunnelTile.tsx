/** Steps of which each leaves fewer: how much of the first and of the step before. */
import { AnyFigure } from "@/board/Figure";
import { totalOf } from "@/board/figures";
import { shareOf } from "@/lib/decimal";
import { formatPercent } from "@/lib/format";
import { tileText } from "@/i18n/tiles";
import { scaleOf } from "@/tiles/bars";
import type { Drawn } from "@/tiles/context";
import classes from "@/tiles/tiles.module.css";

export default function FunnelTile({ tile, view, names, figures }: Drawn) {
  const metrics = tile.query?.metrics ?? [];
  const values = metrics.map((metric) => totalOf(figures.result, metric));
  const scale = scaleOf(values);
  return (
    <ol className={classes.steps} style={{ padding: 0, listStyle: "none" }}>
      {metrics.map((metric, at) => {
        const value = values[at] ?? null;
        const words = names.metric(metric);
        return (
          <li key={metric} className={classes.step}>
            <span>{words.label}</span>
            <AnyFigure metric={metric} words={words} value={value} query={figures.query} currency={view.currency} />
            <div className={classes.track} aria-hidden>
              <div className={classes.fill} style={{ width: `${scale.length(value).width}%`, background: "var(--series)" }} />
            </div>
            {at === 0 ? null : (
              <span className={classes.quiet} style={{ gridColumn: "1 / -1" }}>
                {formatPercent(shareOf(value, values[0] ?? null))} {tileText.ofFirst}, {formatPercent(shareOf(value, values[at - 1] ?? null))} {tileText.ofBefore}
              </span>
            )}
          </li>
        );
      })}
    </ol>
  );
}
