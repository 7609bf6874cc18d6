import { Select } from "@mantine/core";
import type { UseQueryResult } from "@tanstack/react-query";
import type { Checked } from "@/api/definitions";
import { FilterFields } from "@/features/boards/FilterFields";
import type { Draft } from "@/features/metrics/draft";
import { FormulaField } from "@/features/metrics/FormulaField";
import { directionNames, editorText, unitNames } from "@/i18n/definitions";
import form from "@/form/form.module.css";
import classes from "./metrics.module.css";

interface MetricFieldsProps {
  readonly draft: Draft;
  readonly checked: UseQueryResult<Checked>;
  readonly errors: Readonly<Record<string, string>>;
  readonly onChange: (change: Partial<Draft>) => void;
  readonly onType: (formula: string, at: number) => void;
}

const AUTO = "auto";
const DIRECTIONS = ["up", "down", "neutral"] as const;
const SHARES = ["percent", "ratio"] as const;

/** Formula, conditions, and how the figure is shown. */
export function MetricFields({ draft, checked, errors, onChange, onType }: MetricFieldsProps) {
  const isShare = checked.data?.unit === "ratio" || checked.data?.unit === "percent" || draft.unit !== null;
  return (
    <>
      <FormulaField formula={draft.formula} checked={checked.data} waits={checked.isPlaceholderData} error={errors["formula"]} onChange={onType} />
      <fieldset className={classes.fieldset}>
        <legend>{editorText.conditions}</legend>
        <p className={classes.quiet}>{editorText.conditionsHint}</p>
        <FilterFields filters={draft.filters} onChange={(filters) => onChange({ filters })} />
        {errors["filters"] === undefined ? null : <p className={classes.fault}>{errors["filters"]}</p>}
      </fieldset>
      <div className={form.pair}>
        <Select
          label={editorText.direction}
          data={[{ value: AUTO, label: editorText.directionAuto }, ...DIRECTIONS.map((value) => ({ value, label: directionNames[value] }))]}
          value={draft.direction ?? AUTO}
          allowDeselect={false}
          onChange={(value) => onChange({ direction: DIRECTIONS.find((one) => one === value) ?? null })}
        />
        {isShare ? (
          <Select
            label={editorText.unit}
            data={[{ value: AUTO, label: editorText.unitAuto }, ...SHARES.map((value) => ({ value, label: unitNames[value] ?? value }))]}
            value={draft.unit ?? AUTO}
            allowDeselect={false}
            error={errors["unit"]}
            onChange={(value) => onChange({ unit: SHARES.find((one) => one === value) ?? null })}
          />
        ) : null}
      </div>
    </>
  );
}
