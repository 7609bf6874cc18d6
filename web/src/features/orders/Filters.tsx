import { Button, Checkbox, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { fetchDimensionValues } from "@/api/query";
import { Picker } from "@/app/shell/Picker";
import type { OrderSearch } from "@/features/orders/search";
import { ordersText, STATUSES, statusName } from "@/i18n/orders";
import { countryName, humanise } from "@/lib/names";
import picker from "@/app/shell/Picker.module.css";
import classes from "./orders.module.css";

const FIND_DELAY_MS = 250;

export function Filters() {
  const search = useSearch({ from: "/panel/orders" });
  const navigate = useNavigate({ from: "/orders" });
  const change = (next: OrderSearch): void => void navigate({ search: (old) => ({ ...old, cursor: undefined, ...next }), replace: true });
  const find = useDebouncedCallback((q: string) => change({ q: q || undefined }), FIND_DELAY_MS);
  const any = search.status ?? search.channel ?? search.country ?? search.q;
  return (
    <div className={classes.filters} role="search" aria-label="Filter orders">
      <TextInput
        key={search.q === undefined ? "empty" : "filled"}
        className={classes.find}
        size="sm"
        leftSection={<IconSearch size={15} aria-hidden />}
        placeholder={ordersText.find}
        aria-label={ordersText.find}
        defaultValue={search.q}
        onChange={(event) => find(event.currentTarget.value)}
      />
      <Values label={ordersText.status} chosen={search.status} name={statusName} values={STATUSES} onChoose={(status) => change({ status })} />
      <Dimension dimension="channel" label={ordersText.channel} chosen={search.channel} name={humanise} onChoose={(channel) => change({ channel })} />
      <Dimension dimension="country" label={ordersText.country} chosen={search.country} name={countryName} onChoose={(country) => change({ country })} />
      {any === undefined ? null : (
        <Button variant="subtle" onClick={() => change({ status: undefined, channel: undefined, country: undefined, q: undefined })}>
          {ordersText.clear}
        </Button>
      )}
    </div>
  );
}

interface ValuesProps {
  readonly label: string;
  readonly chosen: string | undefined;
  readonly values: readonly string[];
  readonly name: (value: string) => string;
  readonly onChoose: (value: string | undefined) => void;
}

function Values({ label, chosen, values, name, onChoose }: ValuesProps) {
  const list = chosen?.split(",") ?? [];
  const toggle = (value: string): void => {
    const next = list.includes(value) ? list.filter((one) => one !== value) : [...list, value];
    onChoose(next.join(",") || undefined);
  };
  const shown = [...new Set([...list, ...values])].toSorted((a, b) => name(a).localeCompare(name(b)));
  return (
    <Picker label={`Filter by ${label.toLowerCase()}`} value={label} quiet={list.map(name).join(", ") || ordersText.any} width={240}>
      {() => (
        <ul>
          {shown.map((value) => (
            <li key={value} className={picker.check}>
              <Checkbox size="xs" label={name(value)} checked={list.includes(value)} onChange={() => toggle(value)} />
            </li>
          ))}
        </ul>
      )}
    </Picker>
  );
}

function Dimension(props: Omit<ValuesProps, "values"> & { readonly dimension: string }) {
  const { dimension, ...rest } = props;
  const values = useQuery({
    queryKey: ["dimension", dimension],
    queryFn: ({ signal }) => fetchDimensionValues(dimension, "", signal),
    staleTime: 300_000,
  });
  return <Values {...rest} values={values.data ?? []} />;
}
