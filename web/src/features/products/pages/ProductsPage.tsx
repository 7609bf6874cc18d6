/** Every product of the stores in view with the figures of the period: what sells, what earns, what comes back, what does not sell. */
import { Button } from "@mantine/core";
import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import type { QueryFilter } from "@/api/query";
import { fetchProducts, productsFile, type ProductFilters } from "@/api/rankings";
import { useMay, usePicks, useView } from "@/app/view";
import { buildQuery, narrowed, textOf } from "@/board/figures";
import { HeadFigures, type HeadCell } from "@/board/HeadFigures";
import { seenFilters } from "@/board/seen";
import { useListMoves } from "@/board/useListMoves";
import { Refusal } from "@/board/TileState";
import { Filters } from "@/features/products/Filters";
import { ProductCard, productColumns, type Shown } from "@/features/products/columns";
import { DEFAULT_SORT, type ProductSearch } from "@/features/products/search";
import { listText } from "@/i18n/lists";
import { productsText } from "@/i18n/products";
import { formatCount } from "@/lib/format";
import { DataTable } from "@/table/DataTable";
import { FileButton } from "@/table/FileButton";
import { Pager } from "@/table/Pager";
import { RowBones } from "@/ui/Bones";
import { EmptyState } from "@/ui/EmptyState";
import { PageHead } from "@/ui/PageHead";

const PAGE = 50;
const METRICS = ["net_sales", "units_sold", "orders", "gross_profit", "gross_margin", "return_rate"] as const;

export function ProductsPage() {
  const view = useView();
  const costs = useMay()("costs:read");
  const search = useSearch({ from: "/panel/products" });
  const navigate = useNavigate({ from: "/products" });
  const [, setPicks] = usePicks();
  const sort = search.sort ?? DEFAULT_SORT;
  const filters: ProductFilters = { ...seenFilters(view), category: search.category, vendor: search.vendor, sold: search.sold, q: search.q, sort };
  const conditions = conditionsOf(search.category, search.vendor);
  const client = useQueryClient();
  const page = useQuery({
    queryKey: ["products", "list", filters, search.cursor],
    queryFn: ({ signal }) => fetchProducts({ ...filters, cursor: search.cursor, limit: PAGE }, signal),
    placeholderData: keepPreviousData,
    refetchInterval: useListMoves(conditions, () => void client.invalidateQueries({ queryKey: ["products", "list"] })),
  });
  const metrics = METRICS.filter((metric) => costs || !metric.startsWith("gross_"));
  const shown: Shown = {
    query: buildQuery(view, { metrics, dimensions: ["product_name", "vendor_current"], ...narrowed(view, conditions) }),
    currency: page.data?.currency ?? view.currency,
    total: textOf(page.data?.totals["net_sales"]),
    compared: view.comparison !== "none",
    costs,
  };
  const turn = (cursor: string | null | undefined) => (cursor ? () => void navigate({ search: (old) => ({ ...old, cursor }) }) : undefined);
  const items = page.data?.items ?? [];
  return (
    <>
      <PageHead title={productsText.title} subtitle={[view.rangeWords, view.comparedWords].filter(Boolean).join(", ")}>
        <FileButton file={productsFile(filters)} disabled={items.length === 0} />
      </PageHead>
      {search.q === undefined ? <HeadFigures label={productsText.title} cells={headCells(costs)} filters={conditions} /> : null}
      <Filters />
      {page.error && !page.data ? <Refusal error={page.error} retry={() => void page.refetch()} /> : null}
      {page.isPending ? <RowBones rows={14} height={46} /> : null}
      {page.data && items.length === 0 ? <Nothing text={nothingText(search)} onAllTime={() => setPicks({ period: "all" })} /> : null}
      {items.length > 0 ? (
        <>
          <DataTable
            caption={productsText.title}
            rows={items}
            columns={productColumns(shown)}
            rowKey={(row) => `${row.name}\u0000${row.vendor}`}
            card={(row) => <ProductCard row={row} shown={shown} />}
            sort={sort}
            onSort={(next) => void navigate({ search: (old) => ({ ...old, sort: next === DEFAULT_SORT ? undefined : next, cursor: undefined }) })}
            dim={page.isPlaceholderData}
          />
          <Pager
            words={[counted(page.data?.total), costs ? "" : productsText.noCosts, ...(page.data?.notes ?? [])].filter(Boolean).join(". ")}
            previousLabel={listText.previous}
            nextLabel={listText.next}
            onPrevious={turn(page.data?.previous_cursor)}
            onNext={turn(page.data?.next_cursor)}
          />
        </>
      ) : null}
    </>
  );
}

const counted = (total: number | null | undefined): string =>
  total === undefined ? "" : total === null ? productsText.many : productsText.count(formatCount(total));

const conditionsOf = (category: string | undefined, vendor: string | undefined): readonly QueryFilter[] => [
  ...(category === undefined ? [] : [{ field: "category_current", op: "in" as const, value: category.split(",") }]),
  ...(vendor === undefined ? [] : [{ field: "vendor_current", op: "in" as const, value: vendor.split(",") }]),
];

const headCells = (costs: boolean): readonly HeadCell[] => [
  { metric: "net_sales" },
  { metric: "units_sold" },
  { metric: "orders" },
  ...(costs ? [{ metric: "gross_profit" as const, beside: { metric: "gross_margin" as const, name: productsText.marginName } }] : []),
  { metric: "returns", beside: { metric: "return_rate", name: productsText.rateName } },
];

/** Why there is nothing: everything sold, nothing fits, or there are no products yet. */
function nothingText({ category, vendor, q, sold }: ProductSearch): readonly [title: string, text: string] {
  if (category ?? vendor ?? q) return [productsText.emptyTitle, productsText.empty];
  return sold === "no" ? [productsText.emptyTitle, productsText.allSold] : [productsText.cleanTitle, productsText.clean];
}

function Nothing({ text: [title, text], onAllTime }: { readonly text: readonly [string, string]; readonly onAllTime: () => void }) {
  return (
    <EmptyState title={title} text={text}>
      <Button variant="default" onClick={onAllTime}>
        {listText.wholeTime}
      </Button>
      <Button variant="default" renderRoot={(props) => <Link to="/imports" {...props} />}>
        {listText.importFile}
      </Button>
    </EmptyState>
  );
}
