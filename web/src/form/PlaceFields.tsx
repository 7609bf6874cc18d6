/** Currency and time zone, chosen from what the browser knows. */
import { Select } from "@mantine/core";
import { zoneLabel, zones } from "@/lib/clock";
import { currencyName } from "@/lib/names";

interface FieldProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly label: string;
  readonly description?: string | undefined;
  readonly error?: string | undefined;
}

const currencies = Intl.supportedValuesOf("currency").map((code) => ({ value: code, label: `${code} ${currencyName(code)}` }));
const zoneList = [...new Set(["UTC", ...zones()])].map((zone) => ({ value: zone, label: zoneLabel(zone) }));

export function CurrencyField({ onChange, ...field }: FieldProps) {
  return <Select {...field} data={currencies} searchable limit={60} allowDeselect={false} nothingFoundMessage="No such currency" onChange={(value) => onChange(value ?? field.value)} />;
}

export function ZoneField({ onChange, ...field }: FieldProps) {
  return <Select {...field} data={zoneList} searchable limit={60} allowDeselect={false} nothingFoundMessage="No such time zone" onChange={(value) => onChange(value ?? field.value)} />;
}
