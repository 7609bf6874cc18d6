/** The fields of a product in a list, and the three that matter on a phone. */
import { Link } from "@tanstack/react-router";
import type { Query } from "@/api/query";
import type { ProductRow } from "@/api/rankings";
import { Change } from "@/board/Change";
import { Figure } from "@/board/Figure";
import { textOf } from "@/board/figures";
import type { MetricKey } from "@/i18n/metrics";
import { productsText } from "@/i18n/products";
import { shareOf } from "@/lib/decimal";
import { formatCount, formatMoney, formatPercent } from "@/lib/format";
import type { DataColumn } from "@/table/DataTable";
import rows from "@/table/Rows.module.css";

export interface Shown {
  /** The list as a question: what its figures explain themselves with. */
  readonly query: Query;
  readonly currency: string;
  readonly total: string | null;
  readonly compared: boolean;
  readonly costs: boolean;
}

export const productName = (row: Pick<ProductRow, "name">): string => row.name ?? productsText.outside;

export const figureIn = (row: { readonly figures: ProductRow["figures"] }, name: string): string | null => textOf(row.figures?.[name]);

export function productColumns(shown: Shown): readonly DataColumn<ProductRow>[] {
  const figure = (metric: MetricKey) => (row: ProductRow) => <ProductFigure row={row} metric={metric} shown={shown} />;
  const sorts = (key: string): readonly [string, string] => [`-${key}`, key];
  return [
    { id: "name", head: productsText.product, sorts: ["product_name", "-product_name"], cell: (row) => <ProductLink row={row} /> },
    { id: "category", head: productsText.category, wideOnly: true, cell: (row) => <span className={rows.quiet}>{row.subcategory ?? row.category ?? "–"}</span> },
    { id: "net", head: productsText.net, hint: productsText.hints.net, align: "right", sorts: sorts("net_sales"), cell: figure("net_sales") },
    ...(shown.compared ? [changeColumn()] : []),
    { id: "share", head: productsText.share, hint: productsText.hints.share, align: "right", wideOnly: true, cell: (row) => (row.figures ? <span className={rows.quiet}>{formatPercent(shareOf(figureIn(row, "net_sales"), shown.total))}</span> : null) },
    { id: "units", head: productsText.units, align: "right", sorts: sorts("units_sold"), cell: figure("units_sold") },
    { id: "orders", head: productsText.orders, hint: productsText.hints.orders, align: "right", wideOnly: true, sorts: sorts("orders"), cell: figure("orders") },
    ...(shown.costs
      ? ([
          { id: "profit", head: productsText.profit, hint: productsText.hints.profit, align: "right", sorts: sorts("gross_profit"), cell: figure("gross_profit") },
          { id: "margin", head: productsText.margin, hint: productsText.hints.margin, align: "right", sorts: sorts("gross_margin"), cell: figure("gross_margin") },
        ] as const)
      : []),
    { id: "returned", head: productsText.returnRate, hint: productsText.hints.returnRate, align: "right", sorts: sorts("return_rate"), cell: figure("return_rate") },
  ];
}

const changeColumn = (): DataColumn<ProductRow> => ({
  id: "change",
  head: productsText.change,
  hint: productsText.hints.change,
  align: "right",
  sorts: ["-net_sales__change_pct", "net_sales__change_pct"],
  cell: (row) => (row.figures ? <Change metric="net_sales" value={figureIn(row, "net_sales")} previous={figureIn(row, "net_sales__previous")} /> : null),
});

interface ProductFigureProps {
  readonly row: ProductRow;
  readonly metric: MetricKey;
  readonly shown: Shown;
}

function ProductFigure({ row, metric, shown }: ProductFigureProps) {
  if (row.figures === null) return <span className={rows.quiet}>{metric === "net_sales" ? productsText.notSold : "–"}</span>;
  return (
    <Figure
      metric={metric}
      value={figureIn(row, metric)}
      query={shown.query}
      currency={shown.currency}
      row={{ product_name: row.name, vendor_current: row.vendor }}
      of={productName(row)}
    />
  );
}

function ProductLink({ row }: { readonly row: ProductRow }) {
  const under = [row.vendor, row.skus > 1 ? productsText.skuCount(formatCount(row.skus)) : row.sku].filter(Boolean).join(", ");
  const name = productName(row);
  return (
    <span className={rows.named}>
      {row.id === null ? (
        <span title={row.name === null ? productsText.outsideHint : productsText.forgotten}>{name}</span>
      ) : (
        <Link to="/products/$productId" params={{ productId: row.id }} className={rows.link} title={name}>
          {name}
        </Link>
      )}
      <span className={rows.under}>{row.name === null ? productsText.outsideHint : under}</span>
    </span>
  );
}

export function ProductCard({ row, shown }: { readonly row: ProductRow; readonly shown: Shown }) {
  const net = figureIn(row, "net_sales");
  const body = (
    <>
      <span className={rows.cardTop}>
        <span className={row.id === null ? undefined : rows.link}>{productName(row)}</span>
        <span>{row.figures === null ? productsText.notSold : formatMoney(net, shown.currency)}</span>
      </span>
      <span className={rows.cardUnder}>
        <span>{row.figures === null ? (row.vendor ?? "") : `${formatCount(figureIn(row, "units_sold"))} ${productsText.of}`}</span>
        {row.figures !== null && shown.compared ? <Change metric="net_sales" value={net} previous={figureIn(row, "net_sales__previous")} /> : null}
      </span>
    </>
  );
  if (row.id === null) return <span className={rows.card}>{body}</span>;
  return (
    <Link to="/products/$productId" params={{ productId: row.id }} className={rows.card}>
      {body}
    </Link>
  );
}
