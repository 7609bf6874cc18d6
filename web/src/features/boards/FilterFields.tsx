import { Button, Select, TextInput } from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { type FilterOp, type QueryFilter } from "@/api/query";
import { dimensionsQuery } from "@/app/vocabulary";
import { ValueList } from "@/features/boards/ValueList";
import { filterOps, questionText } from "@/i18n/boardEditing";
import { humanise } from "@/lib/names";
import classes from "./form.module.css";

interface FilterFieldsProps {
  readonly filters: readonly QueryFilter[];
  readonly onChange: (filters: readonly QueryFilter[]) => void;
}

/** Only some values of some dimensions. */
export function FilterFields({ filters, onChange }: FilterFieldsProps) {
  const dimensions = useQuery(dimensionsQuery);
  const known = dimensions.data ?? [];
  const data = [...new Set([...known.map((one) => one.key), ...filters.map((one) => one.field)])].map((key) => ({ value: key, label: known.find((one) => one.key === key)?.label ?? humanise(key) }));
  const nameOf = (key: string): string => data.find((one) => one.value === key)?.label ?? humanise(key);
  const put = (index: number, filter: QueryFilter): void => onChange(filters.map((one, at) => (at === index ? filter : one)));
  const free = data.find((one) => !filters.some((filter) => filter.field === one.value));
  return (
    <>
      {filters.map((filter, index) => (
        <div key={index} className={classes.filter}>
          <Select
            aria-label={questionText.filters}
            data={data.filter((one) => one.value === filter.field || !filters.some((other) => other.field === one.value))}
            value={filter.field}
            searchable
            allowDeselect={false}
            onChange={(field) => (field === null ? undefined : put(index, { field, op: "in", value: [] }))}
          />
          <Select aria-label={questionText.filterOp(nameOf(filter.field))} data={opsOf(filter.op)} value={filter.op} allowDeselect={false} onChange={(op) => put(index, withOp(filter, op))} />
          <button type="button" className={classes.remove} aria-label={questionText.removeFilter(nameOf(filter.field))} onClick={() => onChange(filters.filter((_, at) => at !== index))}>
            <IconX size={15} aria-hidden />
          </button>
          {BARE.has(filter.op) ? null : <Values filter={filter} label={questionText.filterValue(nameOf(filter.field))} onChange={(value) => put(index, { ...filter, value })} />}
        </div>
      ))}
      <div>
        <Button size="xs" variant="default" leftSection={<IconPlus size={14} aria-hidden />} disabled={free === undefined} onClick={() => (free === undefined ? undefined : onChange([...filters, { field: free.value, op: "in", value: [] }]))}>
          {questionText.addFilter}
        </Button>
      </div>
    </>
  );
}

const BARE: ReadonlySet<FilterOp> = new Set(["is_null", "not_null"]);
const SINGLE: ReadonlySet<FilterOp> = new Set(["eq", "ne", "lt", "contains"]);

/** The ones offered, and the one a filter made elsewhere has. */
const opsOf = (own: FilterOp): { value: string; label: string }[] =>
  (Object.keys(filterOps) as FilterOp[]).filter((op) => op === own || !["eq", "ne", "lt", "between"].includes(op)).map((op) => ({ value: op, label: filterOps[op] }));

function withOp(filter: QueryFilter, chosen: string | null): QueryFilter {
  const op = (Object.keys(filterOps) as FilterOp[]).find((one) => one === chosen) ?? filter.op;
  const values = filter.value === undefined ? [] : [filter.value].flat();
  if (BARE.has(op)) return { field: filter.field, op };
  return { field: filter.field, op, value: SINGLE.has(op) ? (values[0] ?? "") : values };
}

interface ValuesProps {
  readonly filter: QueryFilter;
  readonly label: string;
  readonly onChange: (value: string | readonly string[]) => void;
}

function Values({ filter, label, onChange }: ValuesProps) {
  const values = (filter.value === undefined ? [] : [filter.value].flat()).filter((value) => value !== "");
  if (SINGLE.has(filter.op)) return <TextValue label={label} value={values[0] ?? ""} onChange={onChange} />;
  return <ValueList field={filter.field} label={label} values={values} onChange={onChange} />;
}

/** Part of a name: asked once somebody has typed it. */
function TextValue({ label, value, onChange }: { readonly label: string; readonly value: string; readonly onChange: (value: string) => void }) {
  return (
    <TextInput
      key={value}
      className={classes.values}
      aria-label={label}
      placeholder={questionText.value}
      defaultValue={value}
      onBlur={(event) => (event.currentTarget.value === value ? undefined : onChange(event.currentTarget.value))}
      onKeyDown={(event) => (event.key === "Enter" ? event.currentTarget.blur() : undefined)}
    />
  );
}
