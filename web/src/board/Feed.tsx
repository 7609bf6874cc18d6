/** The newest orders as they come in. A new line pulses once; nothing else moves. */
import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { fetchOrders, type OrderRow } from "@/api/orders";
import type { Query } from "@/api/query";
import { useSession, type View } from "@/app/view";
import { Tile } from "@/board/Tile";
import { overviewText } from "@/i18n/overview";
import { addDays } from "@/lib/calendar";
import { recentIn } from "@/lib/clock";
import { exponentOf, formatCount, formatDecimal, symbolOf } from "@/lib/format";
import { storeColour } from "@/lib/palette";
import { useMoves } from "@/live/useMoves";
import { RowBones } from "@/ui/Bones";
import list from "@/board/List.module.css";
import classes from "./Feed.module.css";

/** Without a live connection. */
const EVERY_MS = 5_000;

interface FeedProps {
  readonly view: View;
  readonly title: string;
  readonly subtitle?: string;
  readonly shown: number;
  readonly className?: string | undefined;
}

export function Feed({ view, title, subtitle, shown, className }: FeedProps) {
  const store = view.chosen.length > 0 ? view.chosen.join(",") : undefined;
  const client = useQueryClient();
  const queryKey = ["orders", "arriving", store, shown];
  // Orders of these days come in, whatever days the page looks at; a day more on each side, because stores lie in other zones.
  const watched: Query = { metrics: ["orders", "net_sales"], range: { from: addDays(view.today, -1), to: addDays(view.today, 1) }, ...narrow(view.base) };
  const isLive = useMoves(watched, () => void client.invalidateQueries({ queryKey }));
  const feed = useQuery({
    queryKey,
    queryFn: ({ signal }) => fetchOrders({ sort: "-ordered_at", limit: shown, store }, signal),
    placeholderData: keepPreviousData,
    refetchInterval: isLive ? false : EVERY_MS,
  });
  const items = feed.data?.items ?? NONE;
  const fresh = useFresh(items, feed.isPlaceholderData ? undefined : (store ?? ""));
  const figures = { query: { metrics: [] }, result: feed.data ? EMPTY_RESULT : undefined, error: feed.error, dim: false, retry: () => void feed.refetch() };
  return (
    <Tile
      title={title}
      subtitle={subtitle}
      className={className}
      figures={figures}
      isEmpty={items.length === 0}
      empty={overviewText.noOrders}
      skeleton={<RowBones rows={shown} />}
      controls={
        <Link to="/orders" className={classes.all}>
          {overviewText.allOrders}
        </Link>
      }
    >
      <div className={classes.room}>
        <table className={list.table}>
          <thead className="sr">
            <tr>
              <th scope="col">Order</th>
              <th scope="col">{overviewText.store}</th>
              <th scope="col">Items</th>
              <th scope="col">Amount</th>
              <th scope="col">{overviewText.country}</th>
            </tr>
          </thead>
          <tbody>
            {items.map((order) => (
              <Arrival key={order.id} order={order} zone={view.zone} fresh={fresh.has(order.id)} />
            ))}
          </tbody>
        </table>
      </div>
    </Tile>
  );
}

const narrow = (base: Pick<Query, "filters">): Pick<Query, "filters"> => (base.filters ? { filters: base.filters } : {});

const NONE: readonly OrderRow[] = [];

const EMPTY_RESULT = { columns: [], rows: [], totals: {}, as_of: null, data_version: 0, stale: false, truncated: false, elapsed_ms: 0, cached: false, notes: [] };

function Arrival({ order, zone, fresh }: { readonly order: OrderRow; readonly zone: string; readonly fresh: boolean }) {
  const { stores } = useSession();
  const store = stores.find((one) => one.slug === order.store);
  const shown = recentIn(zone, new Date(order.ordered_at), new Date());
  return (
    <tr className={fresh ? classes.fresh : undefined}>
      <td className={list.quiet}>
        <Link to="/orders/$orderId" params={{ orderId: order.id }} className={classes.time} aria-label={`${shown}, order ${order.number ?? "without number"}`}>
          {shown}
        </Link>
      </td>
      <th scope="row" className={list.name}>
        <span className={list.dot} style={{ background: storeColour(stores, order.store) }} aria-hidden />
        {store?.name ?? order.store}
      </th>
      <td className={`${list.quiet} ${list.wideOnly}`}>{overviewText.items(formatCount(order.items))}</td>
      <td className={list.figure}>
        {formatDecimal(order.net_sales, exponentOf(order.currency))}
        <span className={classes.unit}>{symbolOf(order.currency)}</span>
      </td>
      <td className={list.quiet}>{order.country ?? "–"}</td>
    </tr>
  );
}

/** Ids that were not there at the last look at the same stores. */
function useFresh(items: readonly OrderRow[], stores: string | undefined): ReadonlySet<string> {
  const known = useRef<{ readonly stores: string | undefined; readonly ids: ReadonlySet<string> } | null>(null);
  const [fresh, setFresh] = useState<ReadonlySet<string>>(new Set());
  useEffect(() => {
    const ids = new Set(items.map((item) => item.id));
    const before = known.current;
    setFresh(before?.stores === stores ? new Set([...ids].filter((id) => !before?.ids.has(id))) : new Set());
    known.current = items.length > 0 ? { stores, ids } : before;
  }, [items, stores]);
  return fresh;
}
