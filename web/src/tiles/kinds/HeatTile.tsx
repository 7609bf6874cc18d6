/** Hours of the week, darker where more happened. Every cell opens. */
import { figureOf, rowsOf } from "@/board/figures";
import { approximate } from "@/lib/decimal";
import { formatFigure } from "@/lib/format";
import type { Drawn } from "@/tiles/context";
import { fillOf, shadeOf } from "@/tiles/shade";
import classes from "@/tiles/tiles.module.css";

const HOURS = Array.from({ length: 24 }, (_, hour) => hour);
const MONDAY_FIRST = [1, 2, 3, 4, 5, 6, 7];
const SUNDAY_FIRST = [7, 1, 2, 3, 4, 5, 6];

export default function HeatTile({ tile, view, names, figures, calendar, open }: Drawn) {
  const metric = tile.query?.metrics[0] ?? "";
  const { unit, label } = names.metric(metric);
  const cells = new Map(rowsOf(figures.result).map((row) => [`${figureOf(row, "weekday") ?? ""}/${figureOf(row, "hour_of_day") ?? ""}`, figureOf(row, metric)]));
  const top = Math.max(0, ...[...cells.values()].map((value) => approximate(value) ?? 0));
  return (
    <table className={`${classes.grid} ${classes.hours}`}>
      <thead>
        <tr>
          <td style={{ background: "none" }} />
          {HOURS.map((hour) => (
            <th key={hour} scope="col">
              <span aria-hidden>{hour % 3 === 0 ? hour : ""}</span>
              <span className="sr">{`${hour}:00`}</span>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {(calendar.weekStart === "sunday" ? SUNDAY_FIRST : MONDAY_FIRST).map((weekday) => (
          <tr key={weekday}>
            <th scope="row">{names.value("weekday", weekday)}</th>
            {HOURS.map((hour) => {
              const value = cells.get(`${weekday}/${hour}`) ?? null;
              const title = `${names.value("weekday", weekday)} ${String(hour).padStart(2, "0")}:00`;
              const figure = value === null ? "–" : formatFigure(value, unit, view.currency);
              return (
                <td key={hour} style={{ background: fillOf(shadeOf(approximate(value) ?? 0, top)) }}>
                  <button type="button" title={`${title}: ${figure}`} aria-label={`${title}: ${figure}`} tabIndex={-1} onClick={() => open({ metric, row: { weekday, hour_of_day: hour }, title: `${label}, ${title}`, figure })} />
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
