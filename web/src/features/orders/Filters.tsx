import { Button } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useNavigate, useSearch } from "@tanstack/react-router";
import type { OrderSearch } from "@/features/orders/search";
import { listText } from "@/i18n/lists";
import { ordersText, STATUSES, statusName } from "@/i18n/orders";
import { countryName, humanise } from "@/lib/names";
import { FilterDimension, FilterValues } from "@/table/FilterValues";
import { FindField } from "@/table/FindField";
import filters from "@/table/FindField.module.css";

export function Filters() {
  const search = useSearch({ from: "/panel/orders" });
  const navigate = useNavigate({ from: "/orders" });
  const change = (next: OrderSearch): void => void navigate({ search: (old) => ({ ...old, cursor: undefined, ...next }), replace: true });
  const any = search.status ?? search.channel ?? search.country ?? search.q;
  return (
    <div className={filters.filters} role="search" aria-label="Filter orders">
      <FindField label={ordersText.find} value={search.q} onFind={(q) => change({ q })} />
      <FilterValues label={ordersText.status} chosen={search.status} name={statusName} values={STATUSES} onChoose={(status) => change({ status })} />
      <FilterDimension dimension="channel" label={ordersText.channel} chosen={search.channel} name={humanise} onChoose={(channel) => change({ channel })} />
      <FilterDimension dimension="country" label={ordersText.country} chosen={search.country} name={countryName} onChoose={(country) => change({ country })} />
      {search.customer === undefined ? null : <Only text={ordersText.oneCustomer} onEnd={() => change({ customer: undefined })} />}
      {search.product === undefined ? null : <Only text={ordersText.oneProduct} onEnd={() => change({ product: undefined })} />}
      {any === undefined ? null : (
        <Button variant="subtle" onClick={() => change({ status: undefined, channel: undefined, country: undefined, q: undefined })}>
          {listText.clear}
        </Button>
      )}
    </div>
  );
}

/** A filter that came with a link: shown, and taken away with a press. */
function Only({ text, onEnd }: { readonly text: string; readonly onEnd: () => void }) {
  return (
    <Button variant="light" rightSection={<IconX size={14} aria-hidden />} onClick={onEnd} aria-label={`${text}: ${ordersText.showAll}`}>
      {text}
    </Button>
  );
}
