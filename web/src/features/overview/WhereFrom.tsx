/** Where customers come from: the world with the top countries beside it. */
import { Link } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { useView } from "@/app/view";
import { Change } from "@/board/Change";
import { Figure } from "@/board/Figure";
import { Tile } from "@/board/Tile";
import { useExport } from "@/board/useExport";
import { figureOf, rowsOf, totalOf, useFigures } from "@/board/figures";
import { overviewText } from "@/i18n/overview";
import { shareOf } from "@/lib/decimal";
import { formatMoney, formatPercent } from "@/lib/format";
import { countryName } from "@/lib/names";
import { RowBones } from "@/ui/Bones";
import list from "@/board/List.module.css";
import classes from "./WhereFrom.module.css";

const WorldMap = lazy(() => import("@/charts/WorldMap"));
const TOP = 8;

export function WhereFrom() {
  const view = useView();
  const figures = useFigures({ metrics: ["net_sales"], dimensions: ["country"], order_by: ["-net_sales"], limit: 250 });
  const save = useExport(figures.query, "net-sales-by-country");
  const rows = rowsOf(figures.result);
  const total = totalOf(figures.result, "net_sales");
  const compared = figures.query.compare !== undefined;
  const shares = new Map(rows.map((row) => [figureOf(row, "country") ?? "", figureOf(row, "net_sales")]));
  return (
    <Tile title={overviewText.countries} subtitle={overviewText.headline} figures={figures} isEmpty={rows.length === 0} empty={overviewText.emptyPeriod} skeleton={<RowBones rows={8} />} onExport={save}>
      <div className={classes.split}>
        <div className={classes.map}>
          <Suspense>
            <WorldMap values={shares} write={(value) => formatMoney(value, view.currency)} />
          </Suspense>
        </div>
        <table className={list.table}>
          <thead className="sr">
            <tr>
              <th scope="col">{overviewText.country}</th>
              <th scope="col">{overviewText.headline}</th>
              <th scope="col">{overviewText.share}</th>
              <th scope="col">{overviewText.change}</th>
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, TOP).map((row) => {
              const country = figureOf(row, "country");
              const value = figureOf(row, "net_sales");
              return (
                <tr key={country ?? "unknown"}>
                  <th scope="row" className={list.name}>
                    <Link to="/orders" search={(old) => ({ ...old, country: country ?? undefined })} className={list.link} style={{ display: "block" }}>
                      {countryName(country)}
                    </Link>
                  </th>
                  <td className={list.figure}>
                    <Figure metric="net_sales" value={value} query={figures.query} currency={view.currency} row={{ country }} of={countryName(country)} short />
                  </td>
                  <td className={list.quiet}>{formatPercent(shareOf(value, total))}</td>
                  <td className={list.change}>{compared ? <Change metric="net_sales" value={value} previous={figureOf(row, "net_sales__previous")} /> : null}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </Tile>
  );
}
