/** What sells best with what it earns, and what comes back. */
import { SegmentedControl } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useView } from "@/app/view";
import { Figure } from "@/board/Figure";
import { Tile } from "@/board/Tile";
import { useExport } from "@/board/useExport";
import { figureOf, rowsOf, useFigures } from "@/board/figures";
import type { MetricKey } from "@/i18n/metrics";
import { overviewText } from "@/i18n/overview";
import { RowBones } from "@/ui/Bones";
import list from "@/board/List.module.css";

const VIEWS = {
  best: { first: "net_sales", second: "gross_margin", note: "Net sales, margin" },
  returned: { first: "returns", second: "units_returned", note: "Value, units" },
} as const satisfies Record<string, { first: MetricKey; second: MetricKey; note: string }>;

export function Products() {
  const view = useView();
  const [shown, setShown] = useState<keyof typeof VIEWS>("best");
  const { first, second, note } = VIEWS[shown];
  const figures = useFigures({ metrics: [first, second], dimensions: ["product"], order_by: [`-${first}`], limit: 8, compare: undefined, same_minute: undefined });
  const save = useExport(figures.query, `products-${shown}`);
  const rows = rowsOf(figures.result);
  const ready = figures.result?.columns.some((column) => column.name === first) ?? false;
  return (
    <Tile
      title={overviewText.products}
      subtitle={note}
      figures={ready ? figures : { ...figures, result: undefined }}
      isEmpty={rows.length === 0}
      empty={overviewText.emptyPeriod}
      skeleton={<RowBones rows={8} />}
      onExport={save}
      controls={
        <SegmentedControl
          size="xs"
          aria-label={overviewText.products}
          value={shown}
          onChange={(value) => setShown(value === "returned" ? "returned" : "best")}
          data={[
            { value: "best", label: overviewText.best },
            { value: "returned", label: overviewText.returned },
          ]}
        />
      }
    >
      <table className={list.table}>
        <thead className="sr">
          <tr>
            <th scope="col">{overviewText.product}</th>
            <th scope="col">{first}</th>
            <th scope="col">{second}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => {
            const product = figureOf(row, "product");
            const figure = (metric: MetricKey) => (
              <Figure metric={metric} value={figureOf(row, metric)} query={figures.query} currency={view.currency} row={{ product }} of={product ?? "unknown product"} short />
            );
            return (
              <tr key={product ?? "unknown"}>
                <th scope="row" className={list.name}>
                  {product === null ? (
                    "Unknown product"
                  ) : (
                    <Link to="/products" search={{ q: product }} className={list.link} style={{ display: "block" }} title={product}>
                      {product}
                    </Link>
                  )}
                </th>
                <td className={list.figure}>{figure(first)}</td>
                <td className={list.change}>{figure(second)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </Tile>
  );
}
