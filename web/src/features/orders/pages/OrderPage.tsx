/** One order whole: what was bought, what the figures count, what happened, and every record that said so. */
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { IconArrowLeft } from "@tabler/icons-react";
import { ApiError } from "@/api/client";
import { fetchOrder } from "@/api/orders";
import { useSession } from "@/app/view";
import { Refusal } from "@/board/TileState";
import { Aside } from "@/features/orders/Aside";
import { Entries } from "@/features/orders/Entries";
import { Lines } from "@/features/orders/Lines";
import { Fulfilments, Payments, Refunds } from "@/features/orders/Money";
import { Revisions } from "@/features/orders/Revisions";
import { customerName, orderName } from "@/features/orders/columns";
import { ordersText } from "@/i18n/orders";
import { dateTimeIn, zoneLabel } from "@/lib/clock";
import { humanise } from "@/lib/names";
import { RowBones } from "@/ui/Bones";
import { PageHead } from "@/ui/PageHead";
import { Status } from "@/ui/Status";
import classes from "@/ui/Columns.module.css";

export function OrderPage() {
  const { orderId } = useParams({ from: "/panel/orders/$orderId" });
  const { stores, organisation } = useSession();
  const answer = useQuery({ queryKey: ["orders", orderId], queryFn: ({ signal }) => fetchOrder(orderId, signal) });
  const order = answer.data;
  const store = stores.find((one) => one.slug === order?.store);
  const zone = store?.timezone ?? organisation.timezone;
  const missing = answer.error instanceof ApiError && answer.error.status === 404;
  return (
    <>
      <Link to="/orders" className={classes.back}>
        <IconArrowLeft size={14} aria-hidden /> {ordersText.back}
      </Link>
      {answer.isPending ? <RowBones rows={12} /> : null}
      {missing ? <p>{ordersText.notFound}</p> : answer.error ? <Refusal error={answer.error} retry={() => void answer.refetch()} /> : null}
      {order ? (
        <>
          <PageHead
            title={orderName(order)}
            subtitle={
              <>
                {store?.name ?? order.store}, {dateTimeIn(zone, new Date(order.ordered_at))} <span title={zone}>({zoneLabel(zone)})</span>, {customerName(order)}
                {order.channel === null ? "" : `, ${humanise(order.channel)}`}
              </>
            }
          >
            <Status status={order.status} />
          </PageHead>
          <div className={classes.columns}>
            <div className={classes.column}>
              <Lines order={order} />
              <Entries order={order} zone={zone} />
              <Refunds order={order} zone={zone} />
              <Payments order={order} zone={zone} />
              <Fulfilments order={order} zone={zone} />
              <Revisions order={order} zone={zone} />
            </div>
            <Aside order={order} zone={zone} />
          </div>
        </>
      ) : null}
    </>
  );
}
