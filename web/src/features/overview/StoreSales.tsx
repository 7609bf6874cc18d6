/** Net sales by store: the figure, its course, its share, its change. Which one fell most is one click. */
import { SegmentedControl } from "@mantine/core";
import { useState } from "react";
import { usePicks, useSession, useView } from "@/app/view";
import { Change } from "@/board/Change";
import { Figure } from "@/board/Figure";
import { Share } from "@/board/Share";
import { Tile } from "@/board/Tile";
import { useExport } from "@/board/useExport";
import { figureOf, rowsOf, totalOf, useFigures, type Row } from "@/board/figures";
import { useStoreCourses } from "@/board/storeCourses";
import { Spark } from "@/charts/Spark";
import { overviewText } from "@/i18n/overview";
import { approximate, changeRatio, shareOf } from "@/lib/decimal";
import { storeColour } from "@/lib/palette";
import { RowBones } from "@/ui/Bones";
import list from "@/board/List.module.css";

export function StoreSales() {
  const view = useView();
  const session = useSession();
  const [, setPicks] = usePicks();
  const [sort, setSort] = useState<"sales" | "fall">("sales");
  const figures = useFigures({ metrics: ["net_sales"], dimensions: ["store"], order_by: ["-net_sales"], limit: 200 });
  const sparks = useStoreCourses();
  const save = useExport(figures.query, "net-sales-by-store");
  const rows = sorted(rowsOf(figures.result), sort);
  const total = totalOf(figures.result, "net_sales");
  const compared = figures.query.compare !== undefined;
  return (
    <Tile
      title={overviewText.stores}
      subtitle={compared ? view.comparedWords : undefined}
      figures={figures}
      isEmpty={rows.length === 0}
      empty={overviewText.emptyPeriod}
      skeleton={<RowBones rows={Math.min(12, session.stores.length || 6)} />}
      onExport={save}
      controls={
        compared ? (
          <SegmentedControl
            size="xs"
            aria-label={overviewText.storesBy}
            value={sort}
            onChange={(value) => setSort(value === "fall" ? "fall" : "sales")}
            data={[
              { value: "sales", label: overviewText.bySales },
              { value: "fall", label: overviewText.byFall },
            ]}
          />
        ) : undefined
      }
    >
      <table className={list.table}>
        <thead className="sr">
          <tr>
            <th scope="col">{overviewText.store}</th>
            <th scope="col">Course</th>
            <th scope="col">{overviewText.headline}</th>
            <th scope="col">{overviewText.share}</th>
            <th scope="col">{overviewText.change}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => {
            const slug = figureOf(row, "store");
            const store = session.stores.find((one) => one.slug === slug);
            const value = figureOf(row, "net_sales");
            return (
              <tr key={slug}>
                <th scope="row" className={list.name}>
                  <span className={list.dot} style={{ background: storeColour(session.stores, slug) }} aria-hidden />
                  <button type="button" className={list.link} onClick={() => setPicks({ stores: slug ?? undefined })} title={`Look at ${store?.name ?? slug} only`}>
                    {store?.name ?? slug}
                  </button>
                </th>
                <td className={list.wideOnly}>
                  <Spark values={sparks.get(slug ?? "") ?? []} />
                </td>
                <td className={list.figure}>
                  <Figure metric="net_sales" value={value} query={figures.query} currency={view.currency} row={{ store: slug }} of={store?.name ?? slug ?? undefined} />
                </td>
                <td className={list.wideOnly}>
                  <Share ratio={shareOf(value, total)} />
                </td>
                <td className={list.change}>{compared ? <Change metric="net_sales" value={value} previous={figureOf(row, "net_sales__previous")} /> : null}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </Tile>
  );
}

function sorted(rows: readonly Row[], by: "sales" | "fall"): readonly Row[] {
  if (by === "sales") return rows;
  const ratio = (row: Row): number => approximate(changeRatio(figureOf(row, "net_sales"), figureOf(row, "net_sales__previous"))) ?? Infinity;
  return rows.toSorted((a, b) => ratio(a) - ratio(b));
}
