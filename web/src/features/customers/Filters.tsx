import { Button } from "@mantine/core";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useMay, useView } from "@/app/view";
import type { CustomerSearch } from "@/features/customers/search";
import { customersText } from "@/i18n/customers";
import { listText } from "@/i18n/lists";
import { countryName } from "@/lib/names";
import { FilterChoice, FilterDimension } from "@/table/FilterValues";
import { FindField } from "@/table/FindField";
import filters from "@/table/FindField.module.css";

export function Filters() {
  const search = useSearch({ from: "/panel/customers" });
  const navigate = useNavigate({ from: "/customers" });
  const view = useView();
  const names = useMay()("customers:pii");
  const change = (next: CustomerSearch): void => void navigate({ search: (old) => ({ ...old, cursor: undefined, ...next }), replace: true });
  const any = search.country ?? search.kind ?? search.q;
  return (
    <div className={filters.filters} role="search" aria-label="Filter customers">
      {names ? <FindField label={customersText.find} value={search.q} onFind={(q) => change({ q })} /> : null}
      {view.range === null ? null : (
        <FilterChoice
          label={customersText.kind}
          chosen={search.kind ?? "all"}
          choices={customersText.kindChoices}
          onChoose={(kind) => change({ kind: kind === "new" || kind === "returning" ? kind : undefined })}
        />
      )}
      <FilterDimension dimension="customer_country_current" label={customersText.country} chosen={search.country} name={countryName} onChoose={(country) => change({ country })} />
      {any === undefined ? null : (
        <Button variant="subtle" onClick={() => change({ country: undefined, kind: undefined, q: undefined })}>
          {listText.clear}
        </Button>
      )}
    </div>
  );
}
