/** The newest orders of one customer or with one product, and the way to all of them. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { fetchOrders } from "@/api/orders";
import { useSession, useView } from "@/app/view";
import { Refusal } from "@/board/TileState";
import { OrderLink } from "@/features/orders/columns";
import { TwinTable } from "@/charts/TwinTable";
import { ordersText } from "@/i18n/orders";
import { dateTimeIn } from "@/lib/clock";
import { formatCount, formatMoney } from "@/lib/format";
import { RowBones } from "@/ui/Bones";
import { Section } from "@/ui/Section";
import { Status } from "@/ui/Status";
import classes from "./detail.module.css";

const SHOWN = 10;

interface RecentOrdersProps {
  readonly title: string;
  readonly all: string;
  readonly empty: string;
  readonly of: { readonly customer: string } | { readonly product: string };
}

export function RecentOrders({ title, all, empty, of }: RecentOrdersProps) {
  const view = useView();
  const { stores } = useSession();
  const store = view.chosen.join(",") || undefined;
  const found = useQuery({
    queryKey: ["orders", "recent", of, store],
    queryFn: ({ signal }) => fetchOrders({ ...of, store, limit: SHOWN }, signal),
  });
  const items = found.data?.items ?? [];
  const total = found.data?.total ?? 0;
  return (
    <Section title={title} hint={found.data ? ordersText.count(formatCount(total)) : undefined}>
      {found.error && !found.data ? <Refusal error={found.error} retry={() => void found.refetch()} /> : null}
      {found.isPending ? <RowBones rows={5} /> : null}
      {found.data && items.length === 0 ? <p className={classes.quiet}>{empty}</p> : null}
      {items.length > 0 ? (
        <TwinTable
          caption={title}
          words={4}
          head={[ordersText.number, ordersText.at, ordersText.store, ordersText.status, ordersText.items, ordersText.net]}
          rows={items.map((order) => [
            <OrderLink key="order" order={order} />,
            dateTimeIn(view.zone, new Date(order.ordered_at)),
            stores.find((one) => one.slug === order.store)?.name ?? order.store,
            <Status key="status" status={order.status} />,
            formatCount(order.items),
            formatMoney(order.net_sales, order.currency),
          ])}
        />
      ) : null}
      {total > items.length ? (
        <p className={classes.item}>
          <Link to="/orders" search={{ ...of, period: "all" }}>
            {all}
          </Link>
        </p>
      ) : null}
    </Section>
  );
}
