import { Checkbox } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { fetchDimensionValues } from "@/api/query";
import { Choice, Picker } from "@/app/shell/Picker";
import { valueName } from "@/features/boards/values";
import { boardsText } from "@/i18n/boards";
import picker from "@/app/shell/Picker.module.css";

interface VariablePickerProps {
  readonly label: string;
  readonly dimension: string;
  readonly values: readonly string[];
  readonly onChoose: (values: readonly string[]) => void;
}

/** Some of the values of a dimension, or all of them. */
export function VariablePicker({ label, dimension, values, onChoose }: VariablePickerProps) {
  const said = values.length === 0 ? boardsText.everybody : values.map((value) => valueName(dimension, value)).join(", ");
  return (
    <Picker label={label} value={label} quiet={said} width={260}>
      {() => <Values dimension={dimension} values={values} onChoose={onChoose} />}
    </Picker>
  );
}

function Values({ dimension, values, onChoose }: Omit<VariablePickerProps, "label">) {
  const found = useQuery({
    queryKey: ["dimension", dimension],
    queryFn: ({ signal }) => fetchDimensionValues(dimension, "", signal),
    staleTime: 300_000,
  });
  const shown = [...new Set([...values, ...(found.data ?? []).map(String)])];
  return (
    <>
      <Choice chosen={values.length === 0} onChoose={() => onChoose([])}>
        {boardsText.everybody}
      </Choice>
      <ul>
        {shown.map((value) => (
          <li key={value} className={picker.check}>
            <Checkbox
              size="xs"
              label={valueName(dimension, value)}
              checked={values.includes(value)}
              onChange={() => onChoose(values.includes(value) ? values.filter((one) => one !== value) : [...values, value])}
            />
          </li>
        ))}
      </ul>
    </>
  );
}
