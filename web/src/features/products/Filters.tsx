import { Button } from "@mantine/core";
import { useNavigate, useSearch } from "@tanstack/react-router";
import type { ProductSearch } from "@/features/products/search";
import { listText } from "@/i18n/lists";
import { productsText } from "@/i18n/products";
import { FilterChoice, FilterDimension } from "@/table/FilterValues";
import { FindField } from "@/table/FindField";
import filters from "@/table/FindField.module.css";

const asIs = (value: string): string => value;

export function Filters() {
  const search = useSearch({ from: "/panel/products" });
  const navigate = useNavigate({ from: "/products" });
  const change = (next: ProductSearch): void => void navigate({ search: (old) => ({ ...old, cursor: undefined, ...next }), replace: true });
  const any = search.category ?? search.vendor ?? search.sold ?? search.q;
  return (
    <div className={filters.filters} role="search" aria-label="Filter products">
      <FindField label={productsText.find} value={search.q} onFind={(q) => change({ q })} />
      <FilterDimension dimension="category_current" label={productsText.category} chosen={search.category} name={asIs} onChoose={(category) => change({ category })} />
      <FilterDimension dimension="vendor_current" label={productsText.vendor} chosen={search.vendor} name={asIs} onChoose={(vendor) => change({ vendor })} />
      <FilterChoice
        label={productsText.sold}
        chosen={search.sold ?? "all"}
        choices={productsText.soldChoices}
        onChoose={(sold) => change({ sold: sold === "yes" || sold === "no" ? sold : undefined })}
      />
      {any === undefined ? null : (
        <Button variant="subtle" onClick={() => change({ category: undefined, vendor: undefined, sold: undefined, q: undefined })}>
          {listText.clear}
        </Button>
      )}
    </div>
  );
}
