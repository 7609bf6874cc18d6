import { Button, Select } from "@mantine/core";
import { useState } from "react";
import type { ImportFormat } from "@/api/imports";
import type { PlanPart } from "@/features/imports/Plan";
import { useSession } from "@/app/view";
import { StoreForm } from "@/features/stores/StoreForm";
import { importsText } from "@/i18n/imports";
import { formatCount } from "@/lib/format";
import { Section } from "@/ui/Section";
import classes from "./imports.module.css";

/** Format, encoding and size as they were found; the store the rows go to. */
export function Detected({ plan, change }: PlanPart) {
  const { stores } = useSession();
  const [adding, setAdding] = useState(false);
  const { detected } = plan;
  const format = plan.format ?? detected.format;
  const facts = [detected.encoding, separatorName(detected.separator), detected.sheet ? `sheet ${detected.sheet}` : null, detected.rows_estimate === null ? null : `${importsText.about(formatCount(detected.rows_estimate))} rows`];
  return (
    <Section title={importsText.detected} hint={detected.reason ?? undefined}>
      <p className={classes.quiet}>{facts.filter(Boolean).join(", ")}</p>
      <div className={classes.grid}>
        <Select
          label={importsText.format}
          value={format}
          allowDeselect={false}
          data={plan.formats.toSorted(usableFirst).map((one) => ({ value: one.key, label: labelOf(one), disabled: !usable(one) }))}
          placeholder={importsText.formatNone}
          onChange={(next) => change({ format: next })}
        />
        {stores.length > 0 ? (
          <Select
            label={importsText.into}
            placeholder={importsText.intoNone}
            value={plan.store}
            searchable={stores.length > 8}
            allowDeselect={false}
            data={stores.map((store) => ({ value: store.slug, label: `${store.name}, ${store.currency}` }))}
            onChange={(store) => change({ store })}
          />
        ) : null}
        <div style={{ alignSelf: "end" }}>
          <Button variant="default" onClick={() => setAdding(true)}>
            {importsText.newStore}
          </Button>
        </div>
      </div>
      {adding ? <StoreForm onClose={() => setAdding(false)} onSaved={(store) => change({ store: store.slug })} /> : null}
    </Section>
  );
}

const usable = (one: ImportFormat): boolean => one.fits || one.mappable;
const usableFirst = (a: ImportFormat, b: ImportFormat): number => Number(usable(b)) - Number(usable(a));

function labelOf(one: ImportFormat): string {
  if (one.fits) return one.label;
  if (one.mappable) return `${one.label}, ${importsText.mapYourself}`;
  return one.missing.length === 0 ? one.label : `${one.label} (${importsText.missing(one.missing.join(", "))})`;
}

function separatorName(separator: string | null): string | null {
  const names: Readonly<Record<string, string>> = { ",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars" };
  return separator === null ? null : `separated by ${names[separator] ?? separator}`;
}
