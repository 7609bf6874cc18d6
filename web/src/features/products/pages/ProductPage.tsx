/** One product whole: its figures, their course, its variants, the stores that sell it, who ordered it last, what happened. */
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { IconArrowLeft } from "@tabler/icons-react";
import { ApiError } from "@/api/client";
import type { QueryFilter } from "@/api/query";
import { fetchProduct, type ProductDetail } from "@/api/rankings";
import { useMay, useSession, useView } from "@/app/view";
import { figureOf } from "@/board/figures";
import { HeadFigures, type HeadCell } from "@/board/HeadFigures";
import { RankTable } from "@/board/RankTable";
import { SalesChart } from "@/board/SalesChart";
import { Refusal } from "@/board/TileState";
import { RecentOrders } from "@/features/orders/RecentOrders";
import { Aside } from "@/features/products/Aside";
import { Variants } from "@/features/products/Variants";
import { productName } from "@/features/products/columns";
import { productsText } from "@/i18n/products";
import { RowBones } from "@/ui/Bones";
import { PageHead } from "@/ui/PageHead";
import classes from "@/ui/Columns.module.css";

export function ProductPage() {
  const { productId } = useParams({ from: "/panel/products/$productId" });
  const answer = useQuery({ queryKey: ["product", productId], queryFn: ({ signal }) => fetchProduct(productId, signal) });
  const missing = answer.error instanceof ApiError && answer.error.status === 404;
  return (
    <>
      <Link to="/products" className={classes.back}>
        <IconArrowLeft size={14} aria-hidden /> {productsText.back}
      </Link>
      {answer.isPending ? <RowBones rows={12} /> : null}
      {missing ? <p>{productsText.notFound}</p> : answer.error ? <Refusal error={answer.error} retry={() => void answer.refetch()} /> : null}
      {answer.data ? <Whole product={answer.data} /> : null}
    </>
  );
}

function Whole({ product }: { readonly product: ProductDetail }) {
  const view = useView();
  const may = useMay();
  const costs = may("costs:read");
  const filters = filtersOf(product);
  const words = [[product.vendor, product.subcategory ?? product.category].filter(Boolean).join(", "), view.rangeWords].filter(Boolean).join(" · ");
  return (
    <>
      <PageHead title={productName(product)} subtitle={words} />
      <HeadFigures label={productName(product)} cells={headCells(costs)} filters={filters} lifetime>
        <SalesChart filters={filters} />
      </HeadFigures>
      <div className={classes.columns}>
        <div className={classes.column}>
          <Variants product={product} filters={filters} costs={costs} />
          <Sellers filters={filters} costs={costs} />
          {may("orders:read") ? <RecentOrders title={productsText.recent} all={productsText.allOrders} empty={productsText.noOrders} of={{ product: product.id }} /> : null}
        </div>
        <div className={classes.column}>
          <Aside product={product} />
        </div>
      </div>
    </>
  );
}

/** What the product is to the figures: its name and vendor, in whatever store. */
const filtersOf = (product: ProductDetail): readonly QueryFilter[] => [
  { field: "product_name", op: "in", value: product.names },
  product.vendor === null ? { field: "vendor_current", op: "is_null" } : { field: "vendor_current", op: "eq", value: product.vendor },
];

const headCells = (costs: boolean): readonly HeadCell[] => [
  { metric: "net_sales" },
  { metric: "units_sold" },
  { metric: "orders" },
  ...(costs ? [{ metric: "gross_profit" as const, beside: { metric: "gross_margin" as const, name: productsText.marginName } }] : []),
  { metric: "returns", beside: { metric: "return_rate", name: productsText.rateName } },
];

function Sellers({ filters, costs }: { readonly filters: readonly QueryFilter[]; readonly costs: boolean }) {
  const { stores } = useSession();
  const nameOf = (slug: string | null): string => stores.find((store) => store.slug === slug)?.name ?? slug ?? "";
  return (
    <RankTable
      title={productsText.sellers}
      hint={productsText.sellersHint}
      head={[productsText.store]}
      dimensions={["store"]}
      metrics={costs ? ["net_sales", "units_sold", "orders", "gross_margin", "return_rate"] : ["net_sales", "units_sold", "orders", "return_rate"]}
      filters={filters}
      nameOf={(row) => nameOf(figureOf(row, "store"))}
      words={(row) => [nameOf(figureOf(row, "store"))]}
      empty={productsText.noSales}
    />
  );
}
