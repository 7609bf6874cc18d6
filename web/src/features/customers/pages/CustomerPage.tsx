/** One customer whole: what they bring, their course, their orders, what they buy, what happened. */
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { IconArrowLeft } from "@tabler/icons-react";
import { ApiError } from "@/api/client";
import type { QueryFilter } from "@/api/query";
import { fetchCustomer, type CustomerDetail } from "@/api/rankings";
import { useMay, useView } from "@/app/view";
import { figureOf } from "@/board/figures";
import { HeadFigures, type HeadCell } from "@/board/HeadFigures";
import { RankTable } from "@/board/RankTable";
import { SalesChart } from "@/board/SalesChart";
import { Refusal } from "@/board/TileState";
import { Aside } from "@/features/customers/Aside";
import { customerLabel } from "@/features/customers/columns";
import { RecentOrders } from "@/features/orders/RecentOrders";
import { customersText } from "@/i18n/customers";
import { ordersText } from "@/i18n/orders";
import { productsText } from "@/i18n/products";
import { dateIn } from "@/lib/clock";
import { RowBones } from "@/ui/Bones";
import { PageHead } from "@/ui/PageHead";
import classes from "@/ui/Columns.module.css";

export function CustomerPage() {
  const { customerId } = useParams({ from: "/panel/customers/$customerId" });
  const answer = useQuery({ queryKey: ["customer", customerId], queryFn: ({ signal }) => fetchCustomer(customerId, signal) });
  const missing = answer.error instanceof ApiError && answer.error.status === 404;
  return (
    <>
      <Link to="/customers" className={classes.back}>
        <IconArrowLeft size={14} aria-hidden /> {customersText.back}
      </Link>
      {answer.isPending ? <RowBones rows={12} /> : null}
      {missing ? <p>{customersText.notFound}</p> : answer.error ? <Refusal error={answer.error} retry={() => void answer.refetch()} /> : null}
      {answer.data ? <Whole customer={answer.data} /> : null}
    </>
  );
}

function Whole({ customer }: { readonly customer: CustomerDetail }) {
  const view = useView();
  const may = useMay();
  const costs = may("costs:read");
  const filters: readonly QueryFilter[] = [{ field: "customer", op: "eq", value: customer.id }];
  const label = customerLabel(customer, customer.is_personal);
  const since = customer.first_ordered_at === null ? customersText.noOrdersYet : customersText.since(dateIn(view.zone, new Date(customer.first_ordered_at)));
  return (
    <>
      <PageHead title={label} subtitle={[since, view.rangeWords].join(" · ")} />
      <HeadFigures label={label} cells={headCells(costs)} filters={filters} lifetime>
        <SalesChart filters={filters} />
      </HeadFigures>
      <div className={classes.columns}>
        <div className={classes.column}>
          {may("orders:read") ? <RecentOrders title={customersText.recent} all={customersText.allOrders} empty={customersText.noEvents} of={{ customer: customer.id }} /> : null}
          <Bought filters={filters} costs={costs} />
        </div>
        <div className={classes.column}>
          <Aside customer={customer} />
        </div>
      </div>
    </>
  );
}

const headCells = (costs: boolean): readonly HeadCell[] => [
  { metric: "net_sales" },
  { metric: "orders" },
  { metric: "aov" },
  ...(costs ? [{ metric: "gross_profit" as const, beside: { metric: "gross_margin" as const, name: customersText.marginName } }] : []),
  { metric: "returns" },
];

function Bought({ filters, costs }: { readonly filters: readonly QueryFilter[]; readonly costs: boolean }) {
  return (
    <RankTable
      title={customersText.products}
      head={[customersText.product, ordersText.sku]}
      dimensions={["product_name", "sku_current"]}
      metrics={costs ? ["net_sales", "units_sold", "gross_margin", "returns"] : ["net_sales", "units_sold", "returns"]}
      filters={filters}
      nameOf={(row) => figureOf(row, "product_name") ?? productsText.outside}
      words={(row) => [<Product key="product" name={figureOf(row, "product_name")} />, figureOf(row, "sku_current") ?? "–"]}
      empty={customersText.noPurchases}
    />
  );
}

/** Figures know products by name: the list finds it. */
function Product({ name }: { readonly name: string | null }) {
  if (name === null) return productsText.outside;
  return (
    <Link to="/products" search={{ q: name }}>
      {name}
    </Link>
  );
}
