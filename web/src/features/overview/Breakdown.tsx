/** Net sales split by one attribute, largest first. */
import { Link } from "@tanstack/react-router";
import { useView } from "@/app/view";
import { Change } from "@/board/Change";
import { Figure } from "@/board/Figure";
import { Tile } from "@/board/Tile";
import { useExport } from "@/board/useExport";
import { figureOf, rowsOf, totalOf, useFigures } from "@/board/figures";
import { overviewText } from "@/i18n/overview";
import { shareOf } from "@/lib/decimal";
import { formatPercent } from "@/lib/format";
import { humanise } from "@/lib/names";
import { RowBones } from "@/ui/Bones";
import list from "@/board/List.module.css";

interface BreakdownProps {
  readonly dimension: "channel";
  readonly title: string;
  readonly column: string;
}

const LIMIT = 8;

export function Breakdown({ dimension, title, column }: BreakdownProps) {
  const view = useView();
  const figures = useFigures({ metrics: ["net_sales"], dimensions: [dimension], order_by: ["-net_sales"], limit: LIMIT });
  const save = useExport(figures.query, `net-sales-by-${dimension}`);
  const rows = rowsOf(figures.result);
  const total = totalOf(figures.result, "net_sales");
  const compared = figures.query.compare !== undefined;
  return (
    <Tile title={title} subtitle={overviewText.headline} figures={figures} isEmpty={rows.length === 0} empty={overviewText.emptyPeriod} skeleton={<RowBones rows={6} />} onExport={save}>
      <table className={list.table}>
        <thead className="sr">
          <tr>
            <th scope="col">{column}</th>
            <th scope="col">{overviewText.headline}</th>
            <th scope="col">{overviewText.share}</th>
            <th scope="col">{overviewText.change}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => {
            const key = figureOf(row, dimension);
            const value = figureOf(row, "net_sales");
            return (
              <tr key={key ?? "unknown"}>
                <th scope="row" className={list.name}>
                  {key === null ? (
                    "Unknown"
                  ) : (
                    <Link to="/orders" search={(old) => ({ ...old, [dimension]: key })} className={list.link} style={{ display: "block" }}>
                      {humanise(key)}
                    </Link>
                  )}
                </th>
                <td className={list.figure}>
                  <Figure metric="net_sales" value={value} query={figures.query} currency={view.currency} row={{ [dimension]: key }} of={key ?? "unknown"} short />
                </td>
                <td className={list.quiet}>{formatPercent(shareOf(value, total))}</td>
                <td className={list.change}>{compared ? <Change metric="net_sales" value={value} previous={figureOf(row, "net_sales__previous")} /> : null}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </Tile>
  );
}
