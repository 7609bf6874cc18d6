/** From gross to net: each figure, and how it takes away from or adds to the one before. */
import { AnyFigure } from "@/board/Figure";
import { totalOf } from "@/board/figures";
import { heightOf } from "@/tiles/bars";
import type { Drawn } from "@/tiles/context";
import { stepsOf } from "@/tiles/waterfall";
import classes from "@/tiles/tiles.module.css";

export default function WaterfallTile({ tile, view, names, figures }: Drawn) {
  const metrics = tile.query?.metrics ?? [];
  const steps = stepsOf(metrics, metrics.map((metric) => totalOf(figures.result, metric)));
  const top = Math.max(0, ...steps.flatMap((step) => [step.from, step.to]));
  const bottom = Math.min(0, ...steps.flatMap((step) => [step.from, step.to]));
  const spread = top - bottom || 1;
  return (
    <table className={classes.bars} style={{ height: heightOf(steps.length) }}>
      <tbody>
        {steps.map((step) => {
          const low = Math.min(step.from, step.to);
          const words = names.metric(step.key);
          const colour = step.isWhole ? "var(--series)" : step.to < step.from ? "var(--bad)" : "var(--good)";
          return (
            <tr key={step.key}>
              <th scope="row">{words.label}</th>
              <td aria-hidden>
                <div className={classes.track}>
                  <div className={classes.fill} style={{ marginLeft: `${((low - bottom) / spread) * 100}%`, width: `${(Math.abs(step.to - step.from) / spread) * 100}%`, background: colour }} />
                </div>
              </td>
              <td>
                {!step.isWhole && step.to < step.from ? "−" : null}
                <AnyFigure metric={step.key} words={words} value={step.value} query={figures.query} currency={view.currency} />
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
