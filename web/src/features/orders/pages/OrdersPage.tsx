/** Every order of the stores and days in view: find, filter, sort, page, take away. */
import { Button } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useMemo } from "react";
import { fetchOrders, ordersFile, type OrderFilters } from "@/api/orders";
import { usePicks, useSession, useView } from "@/app/view";
import { Refusal } from "@/board/TileState";
import { Filters } from "@/features/orders/Filters";
import { OrderCard, orderColumns } from "@/features/orders/columns";
import { ordersText } from "@/i18n/orders";
import { zoneLabel } from "@/lib/clock";
import { formatCount } from "@/lib/format";
import { DataTable } from "@/table/DataTable";
import { FileButton } from "@/table/FileButton";
import { Pager } from "@/table/Pager";
import { RowBones } from "@/ui/Bones";
import { EmptyState } from "@/ui/EmptyState";
import { PageHead } from "@/ui/PageHead";

const PAGE = 50;

export function OrdersPage() {
  const view = useView();
  const { stores } = useSession();
  const search = useSearch({ from: "/panel/orders" });
  const navigate = useNavigate({ from: "/orders" });
  const [, setPicks] = usePicks();
  const filters: OrderFilters = {
    store: view.chosen.join(",") || undefined,
    status: search.status,
    channel: search.channel,
    country: search.country,
    customer: search.customer,
    product: search.product,
    q: search.q,
    from: view.range?.from,
    to: view.range?.to,
    sort: search.sort ?? "-ordered_at",
  };
  const page = useQuery({
    queryKey: ["orders", "list", filters, search.cursor],
    queryFn: ({ signal }) => fetchOrders({ ...filters, cursor: search.cursor, limit: PAGE }, signal),
    placeholderData: keepPreviousData,
  });
  const columns = useMemo(() => orderColumns(stores, view.zone), [stores, view.zone]);
  const turn = (cursor: string | null | undefined) => (cursor ? () => void navigate({ search: (old) => ({ ...old, cursor }) }) : undefined);
  const items = page.data?.items ?? [];
  const total = page.data?.total;
  const words = total === null || total === undefined ? "" : ordersText.count(formatCount(total));
  return (
    <>
      <PageHead title={ordersText.title} subtitle={`${view.rangeWords}, ${zoneLabel(view.zone)} time`}>
        <FileButton file={ordersFile(filters)} disabled={items.length === 0} />
      </PageHead>
      <Filters />
      {page.error && !page.data ? <Refusal error={page.error} retry={() => void page.refetch()} /> : null}
      {page.isPending ? <RowBones rows={14} height={38} /> : null}
      {page.data && items.length === 0 ? (
        <EmptyState title={ordersText.emptyTitle} text={ordersText.empty}>
          <Button variant="default" onClick={() => setPicks({ period: "all" })}>
            {ordersText.wholeTime}
          </Button>
          <Button variant="default" renderRoot={(props) => <Link to="/imports" {...props} />}>
            {ordersText.importFile}
          </Button>
        </EmptyState>
      ) : null}
      {items.length > 0 ? (
        <>
          <DataTable
            caption={ordersText.title}
            rows={items}
            columns={columns}
            rowKey={(order) => order.id}
            card={(order) => <OrderCard order={order} stores={stores} zone={view.zone} />}
            sort={search.sort ?? "-ordered_at"}
            onSort={(sort) => void navigate({ search: (old) => ({ ...old, sort: sort === "-ordered_at" ? undefined : sort, cursor: undefined }) })}
            dim={page.isPlaceholderData}
          />
          <Pager words={words} previousLabel={ordersText.previous} nextLabel={ordersText.next} onPrevious={turn(page.data?.previous_cursor)} onNext={turn(page.data?.next_cursor)} />
        </>
      ) : null}
    </>
  );
}
