/** The fields of an order in a list, and the three that matter on a phone. */
import { Link } from "@tanstack/react-router";
import type { OrderRow } from "@/api/orders";
import type { SessionStore } from "@/api/session";
import { ordersText } from "@/i18n/orders";
import { dateTimeIn } from "@/lib/clock";
import { formatCount, formatMoney } from "@/lib/format";
import { countryName, humanise } from "@/lib/names";
import type { DataColumn } from "@/table/DataTable";
import { Status } from "@/ui/Status";
import classes from "@/table/Rows.module.css";

const storeOf = (stores: readonly SessionStore[], slug: string): SessionStore | undefined => stores.find((store) => store.slug === slug);

export const customerName = (order: Pick<OrderRow, "customer">): string =>
  order.customer === null ? ordersText.guest : (order.customer.name ?? ordersText.withheld);

export const orderName = (order: { readonly number: string | null }): string => order.number ?? ordersText.numberless;

export function orderColumns(stores: readonly SessionStore[], zone: string): readonly DataColumn<OrderRow>[] {
  return [
    { id: "number", head: ordersText.number, sorts: ["number"], cell: (order) => <OrderLink order={order} /> },
    { id: "at", head: ordersText.at, sorts: ["-ordered_at", "ordered_at"], cell: (order) => dateTimeIn(zone, new Date(order.ordered_at)) },
    { id: "store", head: ordersText.store, cell: (order) => storeOf(stores, order.store)?.name ?? order.store },
    { id: "customer", head: ordersText.customer, cell: (order) => <span className={order.customer ? undefined : classes.quiet}>{customerName(order)}</span> },
    { id: "status", head: ordersText.status, cell: (order) => <Status status={order.status} /> },
    { id: "channel", head: ordersText.channel, wideOnly: true, cell: (order) => (order.channel === null ? "–" : humanise(order.channel)) },
    { id: "country", head: ordersText.country, wideOnly: true, cell: (order) => (order.country === null ? "–" : countryName(order.country)) },
    { id: "items", head: ordersText.items, align: "right", cell: (order) => formatCount(order.items) },
    { id: "net", head: ordersText.net, align: "right", cell: (order) => formatMoney(order.net_sales, order.currency) },
    { id: "total", head: ordersText.total, align: "right", sorts: ["-total", "total"], cell: (order) => formatMoney(order.total_sales, order.currency) },
  ];
}

export function OrderLink({ order }: { readonly order: OrderRow }) {
  return (
    <Link to="/orders/$orderId" params={{ orderId: order.id }} className={classes.link}>
      {orderName(order)}
    </Link>
  );
}

interface OrderCardProps {
  readonly order: OrderRow;
  readonly stores: readonly SessionStore[];
  readonly zone: string;
}

export function OrderCard({ order, stores, zone }: OrderCardProps) {
  return (
    <Link to="/orders/$orderId" params={{ orderId: order.id }} className={classes.card}>
      <span className={classes.cardTop}>
        <span className={classes.link}>{orderName(order)}</span>
        <span>{formatMoney(order.total_sales, order.currency)}</span>
      </span>
      <span className={classes.cardUnder}>
        <span>
          {customerName(order)}, {storeOf(stores, order.store)?.name ?? order.store}
        </span>
        <Status status={order.status} />
      </span>
      <span className={classes.cardUnder}>{dateTimeIn(zone, new Date(order.ordered_at))}</span>
    </Link>
  );
}
