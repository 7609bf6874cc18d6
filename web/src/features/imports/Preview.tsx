import type { ImportPlan } from "@/api/imports";
import { TwinTable } from "@/charts/TwinTable";
import { importsText } from "@/i18n/imports";
import { humanise } from "@/lib/names";
import { Section } from "@/ui/Section";
import classes from "./imports.module.css";

const SHOWN = 10;

/** Ten rows as they will be read, with the reason beside each that cannot be. */
export function Preview({ plan, dim }: { readonly plan: ImportPlan; readonly dim: boolean }) {
  const rows = plan.preview.slice(0, SHOWN);
  const keys = [...new Set(rows.flatMap((row) => Object.keys(row.values ?? {})))];
  const label = (key: string): string => plan.fields.find((field) => field.key === key)?.label ?? humanise(key);
  return (
    <div style={{ opacity: dim ? 0.5 : 1 }}>
      <Section title={importsText.preview} hint={importsText.previewHint}>
        {(plan.notes ?? []).map((note) => (
          <p key={note} className={classes.quiet}>
            {note}
          </p>
        ))}
        <TwinTable
          caption={importsText.preview}
          words={99}
          head={[importsText.row, importsText.result, ...keys.map(label)]}
          rows={rows.map((row) => [
            String(row.row),
            row.ok ? importsText.ok : <span key="reason" className={classes.bad}>{row.reason ?? importsText.rejected}</span>,
            ...keys.map((key) => shown(row.values?.[key])),
          ])}
        />
      </Section>
    </div>
  );
}

function shown(value: unknown): string {
  if (value === null || value === undefined || value === "") return "–";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
