/** Who bought in the period, what they brought, who is new and who came back. */
import { Button } from "@mantine/core";
import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import type { QueryFilter } from "@/api/query";
import { customersFile, fetchCustomers, type CustomerFilters, type Listed } from "@/api/rankings";
import { useMay, usePicks, useView, type View } from "@/app/view";
import { buildQuery, narrowed, textOf } from "@/board/figures";
import { HeadFigures, type HeadCell } from "@/board/HeadFigures";
import { seenFilters } from "@/board/seen";
import { useListMoves } from "@/board/useListMoves";
import { Refusal } from "@/board/TileState";
import { Filters } from "@/features/customers/Filters";
import { CustomerCard, customerColumns, type Shown } from "@/features/customers/columns";
import { DEFAULT_SORT, type CustomerSearch } from "@/features/customers/search";
import { customersText } from "@/i18n/customers";
import { listText } from "@/i18n/lists";
import { formatCount } from "@/lib/format";
import { DataTable } from "@/table/DataTable";
import { FileButton } from "@/table/FileButton";
import { Pager } from "@/table/Pager";
import { RowBones } from "@/ui/Bones";
import { EmptyState } from "@/ui/EmptyState";
import { PageHead } from "@/ui/PageHead";

const PAGE = 50;
const METRICS = ["net_sales", "orders", "aov", "gross_profit", "returns", "new_customers"] as const;
const CELLS: readonly HeadCell[] = [{ metric: "customers" }, { metric: "new_customers" }, { metric: "returning_customers" }, { metric: "net_sales" }, { metric: "aov" }];

export function CustomersPage() {
  const view = useView();
  const may = useMay();
  const search = useSearch({ from: "/panel/customers" });
  const navigate = useNavigate({ from: "/customers" });
  const [, setPicks] = usePicks();
  const sort = search.sort ?? DEFAULT_SORT;
  const kind = view.range === null ? undefined : search.kind;
  const filters: CustomerFilters = { ...seenFilters(view), country: search.country, kind, q: search.q, sort };
  const conditions = conditionsOf(view, { country: search.country, kind });
  const client = useQueryClient();
  const page = useQuery({
    queryKey: ["customers", "list", filters, search.cursor],
    queryFn: ({ signal }) => fetchCustomers({ ...filters, cursor: search.cursor, limit: PAGE }, signal),
    placeholderData: keepPreviousData,
    refetchInterval: useListMoves(conditions, () => void client.invalidateQueries({ queryKey: ["customers", "list"] })),
  });
  const costs = may("costs:read");
  const names = may("customers:pii");
  const shown: Shown = {
    query: buildQuery(view, { metrics: METRICS.filter((metric) => costs || metric !== "gross_profit"), dimensions: ["customer"], ...narrowed(view, conditions) }),
    currency: page.data?.currency ?? view.currency,
    zone: view.zone,
    compared: view.comparison !== "none",
    costs,
    names,
  };
  const turn = (cursor: string | null | undefined) => (cursor ? () => void navigate({ search: (old) => ({ ...old, cursor }) }) : undefined);
  const items = page.data?.items ?? [];
  return (
    <>
      <PageHead title={customersText.title} subtitle={[view.rangeWords, view.comparedWords].filter(Boolean).join(", ")}>
        <FileButton file={customersFile(filters)} disabled={items.length === 0} />
      </PageHead>
      {search.q === undefined ? <HeadFigures label={customersText.title} cells={CELLS} filters={conditions} /> : null}
      <Filters />
      {page.error && !page.data ? <Refusal error={page.error} retry={() => void page.refetch()} /> : null}
      {page.isPending ? <RowBones rows={14} height={46} /> : null}
      {page.data && items.length === 0 ? (
        <EmptyState title={customersText.emptyTitle} text={search.q === undefined ? customersText.empty : customersText.emptySearch}>
          <Button variant="default" onClick={() => setPicks({ period: "all" })}>
            {listText.wholeTime}
          </Button>
        </EmptyState>
      ) : null}
      {items.length > 0 ? (
        <>
          <DataTable
            caption={customersText.title}
            rows={items}
            columns={customerColumns(shown)}
            rowKey={(row) => row.id}
            card={(row) => <CustomerCard row={row} shown={shown} />}
            sort={sort}
            onSort={(next) => void navigate({ search: (old) => ({ ...old, sort: next === DEFAULT_SORT ? undefined : next, cursor: undefined }) })}
            dim={page.isPlaceholderData}
          />
          <Pager
            words={[counted(page.data, items.length), names ? "" : customersText.namesWithheld, ...(page.data?.notes ?? [])].filter(Boolean).join(". ")}
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

function counted(page: Listed<unknown> | undefined, shown: number): string {
  if (!page) return "";
  const bought = textOf(page.totals["customers"]);
  if (page.total === null) return bought === null ? "" : customersText.bought(formatCount(bought));
  return customersText.count(formatCount(Math.max(page.total, shown)));
}

/** The list's filters as the figures above it know them. */
function conditionsOf(view: View, { country, kind }: Pick<CustomerSearch, "country" | "kind">): readonly QueryFilter[] {
  const since = view.day === "store" ? "customer_since" : "customer_since_organisation";
  const range = view.range;
  return [
    ...(country === undefined ? [] : [{ field: "customer_country_current", op: "in" as const, value: country.split(",") }]),
    ...(kind === "new" && range ? [{ field: since, op: "between" as const, value: [range.from, range.to] }] : []),
    ...(kind === "returning" && range ? [{ field: since, op: "lt" as const, value: range.from }] : []),
  ];
}
