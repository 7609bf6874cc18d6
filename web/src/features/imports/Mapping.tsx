import { Select } from "@mantine/core";
import type { PlanPart } from "@/features/imports/Plan";
import { importsText } from "@/i18n/imports";
import { Section } from "@/ui/Section";
import classes from "./imports.module.css";

/** Field by field: the column it is read from, with an example to judge by. */
export function Mapping({ plan, change }: PlanPart) {
  const columns = plan.columns.map((column) => column.name);
  const choose = (field: string, column: string | null): void => {
    const rest = Object.fromEntries(Object.entries(plan.mapping).filter(([key]) => key !== field));
    change({ mapping: column === null ? rest : { ...rest, [field]: column } });
  };
  return (
    <Section title={importsText.mapping} hint={importsText.mappingHint}>
      <table className={classes.map}>
        <thead>
          <tr>
            <th scope="col">{importsText.field}</th>
            <th scope="col">{importsText.column}</th>
            <th scope="col" className={classes.example}>
              {importsText.example}
            </th>
          </tr>
        </thead>
        <tbody>
          {plan.fields.map((field) => {
            const column = plan.mapping[field.key] ?? null;
            const samples = plan.columns.find((one) => one.name === column)?.samples ?? [];
            return (
              <tr key={field.key}>
                <th scope="row" title={field.description}>
                  {field.label} {field.required ? <span className={classes.need}>{importsText.needed}</span> : null}
                </th>
                <td>
                  <Select
                    size="xs"
                    aria-label={`${importsText.column}: ${field.label}`}
                    placeholder={importsText.notMapped}
                    value={column}
                    data={columns}
                    searchable={columns.length > 12}
                    clearable={!field.required}
                    onChange={(next) => choose(field.key, next)}
                  />
                </td>
                <td className={classes.example}>{samples.slice(0, 2).join(", ")}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </Section>
  );
}
