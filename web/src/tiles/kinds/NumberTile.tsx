/** One figure with its change, and its course behind it. */
import { useElementSize } from "@mantine/hooks";
import type { Pace } from "@/api/targets";
import { AnyChange } from "@/board/Change";
import { AnyFigure } from "@/board/Figure";
import { totalOf, useAnswer } from "@/board/figures";
import { PaceBar } from "@/board/PaceBar";
import { shareWords, standingOf } from "@/board/pace";
import { Spark } from "@/charts/Spark";
import { formatRange } from "@/lib/calendar";
import type { Drawn } from "@/tiles/context";
import { sparkOf } from "@/tiles/question";
import { courseOf } from "@/tiles/series";
import { usePace } from "@/tiles/targets";
import classes from "@/tiles/tiles.module.css";

export default function NumberTile({ tile, view, names, figures, calendar }: Drawn) {
  const metric = tile.query?.metrics[0] ?? "";
  const words = names.metric(metric);
  const value = totalOf(figures.result, metric);
  return (
    <div className={classes.number}>
      <AnyFigure metric={metric} words={words} value={value} query={figures.query} currency={view.currency} size="large" />
      <p className={classes.under}>
        {figures.query.compare === undefined ? null : (
          <AnyChange unit={words.unit} more={words.more} value={value} previous={totalOf(figures.result, `${metric}__previous`)} words={view.comparedWords} />
        )}
      </p>
      <Beneath tile={tile} view={view} names={names} figures={figures} calendar={calendar} />
    </div>
  );
}

type CourseProps = Pick<Drawn, "view" | "names" | "figures" | "calendar">;

/** The way to the target where there is one, else the course: there is room for one of them. */
function Beneath({ tile, ...drawn }: CourseProps & Pick<Drawn, "tile">) {
  const metric = tile.query?.metrics[0] ?? "";
  const pace = usePace(tile.options?.target === true, metric, drawn.view);
  if (pace !== null) return <Way pace={pace} view={drawn.view} names={drawn.names} />;
  return tile.options?.spark === true ? <Course metric={metric} {...drawn} /> : null;
}

/** How far the figure is on its way to its target; the target's own days are named where they are not the tile's. */
function Way({ pace, view, names }: Pick<Drawn, "view" | "names"> & { readonly pace: Pace }) {
  const words = names.metric(pace.target.metric);
  const standing = standingOf(pace, words);
  const { start, end } = pace.target;
  const days = view.range?.from === start && view.range.to === end ? "" : `${formatRange({ from: start, to: end }, view.today)}: `;
  return (
    <div className={classes.pace} title={pace.statement}>
      <PaceBar standing={standing} />
      <p className={classes.under}>
        {days}
        <span className={classes.wide}>{shareWords(pace, words.unit)}, </span>
        <span data-tone={standing.tone}>{standing.words}</span>
      </p>
    </div>
  );
}

function Course({ metric, view, names, figures, calendar }: CourseProps & { readonly metric: string }) {
  const asked = sparkOf(figures.query, view);
  const answer = useAnswer(asked.query, view.today);
  const { ref, width } = useElementSize();
  const course = answer.result === undefined || asked.grain === null ? null : courseOf(answer.result, asked.grain, [metric], undefined, view, calendar, names);
  // What is not over yet would look like a fall.
  const values = course?.lines[0]?.values.slice(0, course.unfinished ?? undefined) ?? [];
  return (
    <div ref={ref} className={classes.spark}>
      <Spark values={values} width={Math.max(84, width)} height={28} />
    </div>
  );
}
