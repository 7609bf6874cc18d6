/** Who comes back: of the buyers of each month, how many bought again in the months after. What is not over is grey. */
import { rowsOf } from "@/board/figures";
import { formatMonth } from "@/lib/calendar";
import { approximate, shareOf } from "@/lib/decimal";
import { formatFigure, formatPercent } from "@/lib/format";
import { tileText } from "@/i18n/tiles";
import { cohortKey, cohortsOf, monthAfter } from "@/tiles/cohort";
import type { Drawn } from "@/tiles/context";
import { fillOf, inkOn } from "@/tiles/shade";
import classes from "@/tiles/tiles.module.css";

export default function CohortTile({ tile, view, names, figures, open }: Drawn) {
  const metric = tile.query?.metrics[0] ?? "";
  const by = cohortKey(view.base);
  const cohorts = cohortsOf(rowsOf(figures.result), by, metric, view.today);
  const { unit } = names.metric(metric);
  const width = Math.max(0, ...cohorts.map((cohort) => cohort.cells.length));
  const later = cohorts.flatMap((cohort) => cohort.cells.slice(1).map((value) => approximate(shareOf(value, cohort.size)) ?? 0));
  const top = Math.max(0.01, ...later);
  return (
    <>
      <p className={classes.quiet}>{tileText.cohortNote}</p>
      <table className={classes.grid}>
        <thead>
          <tr>
            <th scope="col">{tileText.cohort}</th>
            <th scope="col">{names.metric(metric).label}</th>
            {Array.from({ length: Math.max(0, width - 1) }, (_, at) => (
              <th key={at} scope="col">
                {tileText.month(at + 1)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {cohorts.map((cohort) => (
            <tr key={cohort.month}>
              <th scope="row">{formatMonth(cohort.month)}</th>
              <td style={{ background: "none", textAlign: "right" }}>{formatFigure(cohort.size, unit, view.currency)}</td>
              {cohort.cells.slice(1).map((value, at) => {
                const share = shareOf(value, cohort.size);
                const isImmature = at + 1 === cohort.immature;
                const shade = isImmature ? 0 : Math.min(0.9, 0.06 + 0.84 * ((approximate(share) ?? 0) / top));
                const title = `${formatMonth(cohort.month)}, ${tileText.month(at + 1)}: ${formatFigure(value, unit, view.currency)}${isImmature ? `, ${tileText.immature}` : ""}`;
                return (
                  <td key={at} title={title} className={isImmature ? classes.immature : undefined} style={isImmature ? undefined : { background: fillOf(shade), color: inkOn(shade) }}>
                    <button type="button" tabIndex={-1} onClick={() => open({ metric, row: { period: monthAfter(cohort.month, at + 1) }, within: [{ field: by, op: "eq", value: cohort.month }], title: `${names.metric(metric).label}, ${formatMonth(cohort.month)} ${tileText.month(at + 1)}`, figure: formatFigure(value, unit, view.currency) })}>
                      {formatPercent(share, 0)}
                    </button>
                    {isImmature ? <span className="sr">, {tileText.immature}</span> : null}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
