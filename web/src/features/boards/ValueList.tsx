import { MultiSelect } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { fetchDimensionValues } from "@/api/query";
import { useSession } from "@/app/view";
import { questionText } from "@/i18n/boardEditing";
import { useNames } from "@/tiles/vocabulary";
import classes from "./form.module.css";

const SEARCH_MS = 150;

interface ValueListProps {
  readonly field: string;
  readonly label: string;
  readonly values: readonly string[];
  readonly onChange: (values: readonly string[]) => void;
}

/** Values by the names people know, the most common offered; what is typed is looked for among all of them, and taken as it is. */
export function ValueList({ field, label, values, onChange }: ValueListProps) {
  const [typed, setTyped] = useState("");
  const [q] = useDebouncedValue(typed.trim(), SEARCH_MS);
  const names = useNames(useSession().stores);
  const found = useQuery({
    queryKey: ["dimension", field, q],
    queryFn: ({ signal }) => fetchDimensionValues(field, q, signal),
    staleTime: 300_000,
    placeholderData: keepPreviousData,
  });
  const known = [...new Set([...values, ...(found.data ?? []).map(String), ...(typed.trim() === "" ? [] : [typed.trim()])])];
  return (
    <MultiSelect
      className={classes.values}
      aria-label={label}
      placeholder={values.length === 0 ? questionText.value : undefined}
      searchable
      hidePickedOptions
      searchValue={typed}
      onSearchChange={setTyped}
      filter={({ options, search }) => options.filter((option) => "value" in option && `${option.label} ${option.value}`.toLowerCase().includes(search.toLowerCase().trim()))}
      data={known.map((value) => ({ value, label: names.value(field, value) }))}
      value={[...values]}
      onChange={onChange}
    />
  );
}
