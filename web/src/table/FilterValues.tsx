/** Filters of lists: some of the values there are, picked from a panel. */
import { Checkbox } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { fetchDimensionValues } from "@/api/query";
import { Choice, Picker } from "@/app/shell/Picker";
import { listText } from "@/i18n/lists";
import picker from "@/app/shell/Picker.module.css";

interface FilterValuesProps {
  readonly label: string;
  readonly chosen: string | undefined;
  readonly values: readonly string[];
  readonly name: (value: string) => string;
  readonly onChoose: (value: string | undefined) => void;
}

export function FilterValues({ label, chosen, values, name, onChoose }: FilterValuesProps) {
  const list = chosen?.split(",") ?? [];
  const toggle = (value: string): void => {
    const next = list.includes(value) ? list.filter((one) => one !== value) : [...list, value];
    onChoose(next.join(",") || undefined);
  };
  const shown = [...new Set([...list, ...values])].toSorted((a, b) => name(a).localeCompare(name(b)));
  return (
    <Picker label={`Filter by ${label.toLowerCase()}`} value={label} quiet={list.map(name).join(", ") || listText.any} width={240}>
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

/** The values a dimension has. */
export function FilterDimension(props: Omit<FilterValuesProps, "values"> & { readonly dimension: string }) {
  const { dimension, ...rest } = props;
  const values = useQuery({
    queryKey: ["dimension", dimension],
    queryFn: ({ signal }) => fetchDimensionValues(dimension, "", signal),
    staleTime: 300_000,
  });
  return <FilterValues {...rest} values={values.data ?? []} />;
}

interface FilterChoiceProps {
  readonly label: string;
  readonly chosen: string;
  /** Each value with its name; the first is what holds when nobody chose. */
  readonly choices: readonly (readonly [value: string, name: string])[];
  readonly onChoose: (value: string | undefined) => void;
}

/** One of a few, of which one always holds. */
export function FilterChoice({ label, chosen, choices, onChoose }: FilterChoiceProps) {
  const shown = choices.find(([value]) => value === chosen)?.[1] ?? "";
  return (
    <Picker label={`Filter by ${label.toLowerCase()}`} value={label} quiet={shown.toLowerCase()} width={240}>
      {(close) => (
        <ul>
          {choices.map(([value, name], index) => (
            <li key={value}>
              <Choice
                chosen={value === chosen}
                onChoose={() => {
                  onChoose(index === 0 ? undefined : value);
                  close();
                }}
              >
                {name}
              </Choice>
            </li>
          ))}
        </ul>
      )}
    </Picker>
  );
}
