/** The fields of a customer in a list, and the three that matter on a phone. */
import { Link } from "@tanstack/react-router";
import type { Query } from "@/api/query";
import type { CustomerRow } from "@/api/rankings";
import { Change } from "@/board/Change";
import { Figure } from "@/board/Figure";
import { textOf } from "@/board/figures";
import { customersText } from "@/i18n/customers";
import type { MetricKey } from "@/i18n/metrics";
import { dateIn } from "@/lib/clock";
import { formatCount, formatMoney } from "@/lib/format";
import { countryName } from "@/lib/names";
import type { DataColumn } from "@/table/DataTable";
import rows from "@/table/Rows.module.css";

export interface Shown {
  /** The list as a question: what its figures explain themselves with. */
  readonly query: Query;
  readonly currency: string;
  readonly zone: string;
  readonly compared: boolean;
  readonly costs: boolean;
  readonly names: boolean;
}

interface Named {
  readonly id: string;
  readonly name: string | null;
  readonly email: string | null;
}

/** A name, else the address; who may see neither tells people apart by the end of their id. */
export const customerLabel = (customer: Named, names: boolean): string =>
  customer.name ?? customer.email ?? `${names ? customersText.nameless : customersText.withheld} · ${customer.id.slice(-6)}`;

const figureIn = (row: CustomerRow, name: string): string | null => textOf(row.figures?.[name]);

export function customerColumns(shown: Shown): readonly DataColumn<CustomerRow>[] {
  const figure = (metric: MetricKey) => (row: CustomerRow) => <CustomerFigure row={row} metric={metric} shown={shown} />;
  const sorts = (key: string): readonly [string, string] => [`-${key}`, key];
  const day = (at: string | null): string => (at === null ? "–" : dateIn(shown.zone, new Date(at)));
  return [
    { id: "name", head: customersText.customer, cell: (row) => <CustomerLink row={row} names={shown.names} /> },
    { id: "country", head: customersText.country, wideOnly: true, cell: (row) => (row.country === null ? "–" : countryName(row.country)) },
    { id: "net", head: customersText.net, hint: customersText.hints.net, align: "right", sorts: sorts("net_sales"), cell: figure("net_sales") },
    ...(shown.compared ? [changeColumn()] : []),
    { id: "orders", head: customersText.orders, align: "right", sorts: sorts("orders"), cell: figure("orders") },
    { id: "aov", head: customersText.aov, hint: customersText.hints.aov, align: "right", wideOnly: true, sorts: sorts("aov"), cell: figure("aov") },
    ...(shown.costs ? [{ id: "profit", head: customersText.profit, hint: customersText.hints.profit, align: "right" as const, sorts: sorts("gross_profit"), cell: figure("gross_profit") }] : []),
    { id: "returns", head: customersText.returns, hint: customersText.hints.returns, align: "right", sorts: sorts("returns"), cell: figure("returns") },
    { id: "first", head: customersText.first, hint: customersText.hints.first, align: "right", wideOnly: true, cell: (row) => <span className={rows.quiet}>{day(row.first_ordered_at)}</span> },
    { id: "last", head: customersText.last, hint: customersText.hints.last, align: "right", cell: (row) => <span className={rows.quiet}>{day(row.last_ordered_at)}</span> },
  ];
}

const changeColumn = (): DataColumn<CustomerRow> => ({
  id: "change",
  head: customersText.change,
  hint: customersText.hints.change,
  align: "right",
  wideOnly: true,
  sorts: ["-net_sales__change", "net_sales__change"],
  cell: (row) => (row.figures ? <Change metric="net_sales" value={figureIn(row, "net_sales")} previous={figureIn(row, "net_sales__previous")} /> : null),
});

function CustomerFigure({ row, metric, shown }: { readonly row: CustomerRow; readonly metric: MetricKey; readonly shown: Shown }) {
  if (row.figures === null) return <span className={rows.quiet}>{metric === "net_sales" ? customersText.noSales : "–"}</span>;
  return <Figure metric={metric} value={figureIn(row, metric)} query={shown.query} currency={shown.currency} row={{ customer: row.id }} of={customerLabel(row, shown.names)} />;
}

const isNew = (row: CustomerRow): boolean => figureIn(row, "new_customers") === "1";

function CustomerLink({ row, names }: { readonly row: CustomerRow; readonly names: boolean }) {
  const label = customerLabel(row, names);
  return (
    <span className={rows.named}>
      <span>
        <Link to="/customers/$customerId" params={{ customerId: row.id }} className={rows.link} title={label}>
          {label}
        </Link>
        {isNew(row) ? <span className={rows.badge}>{customersText.isNew}</span> : null}
      </span>
      {row.name !== null && row.email !== null ? <span className={rows.under}>{row.email}</span> : null}
    </span>
  );
}

export function CustomerCard({ row, shown }: { readonly row: CustomerRow; readonly shown: Shown }) {
  return (
    <Link to="/customers/$customerId" params={{ customerId: row.id }} className={rows.card}>
      <span className={rows.cardTop}>
        <span className={rows.link}>{customerLabel(row, shown.names)}</span>
        <span>{row.figures === null ? customersText.noSales : formatMoney(figureIn(row, "net_sales"), shown.currency)}</span>
      </span>
      <span className={rows.cardUnder}>
        <span>{row.figures === null ? (row.country === null ? "" : countryName(row.country)) : `${formatCount(figureIn(row, "orders"))} ${customersText.orders.toLowerCase()}`}</span>
        <span>{isNew(row) ? customersText.isNew : row.last_ordered_at === null ? "" : dateIn(shown.zone, new Date(row.last_ordered_at))}</span>
      </span>
    </Link>
  );
}
