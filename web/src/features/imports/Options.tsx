import { Checkbox, Select } from "@mantine/core";
import type { PlanPart } from "@/features/imports/Plan";
import { importsText } from "@/i18n/imports";
import { zoneLabel, zones } from "@/lib/clock";
import { currencyName } from "@/lib/names";
import { Section } from "@/ui/Section";
import classes from "./imports.module.css";

const currencies = Intl.supportedValuesOf("currency").map((code) => ({ value: code, label: `${code} ${currencyName(code)}` }));

/** What differs from the store's own settings. */
export function Options({ plan, change }: PlanPart) {
  const options = plan.options ?? {};
  const set = (key: string, value: string | boolean | null): void => change({ options: { ...options, [key]: value } });
  const text = (key: string): string | null => (typeof options[key] === "string" ? options[key] : null);
  return (
    <Section title={importsText.options}>
      <div className={classes.grid}>
        <Select label={importsText.currency} placeholder={importsText.ofStore} data={currencies} value={text("currency")} searchable limit={60} clearable onChange={(value) => set("currency", value)} />
        <Select label={importsText.timezone} placeholder={importsText.ofStore} data={zones().map((zone) => ({ value: zone, label: zoneLabel(zone) }))} value={text("timezone")} searchable limit={60} clearable onChange={(value) => set("timezone", value)} />
      </div>
      <div className={classes.grid}>
        <Checkbox size="xs" label={importsText.taxIncluded} checked={options["tax_included"] === true} onChange={(event) => set("tax_included", event.currentTarget.checked)} />
        <Checkbox size="xs" label={importsText.replace} description={importsText.replaceHint} checked={options["replace"] === true} onChange={(event) => set("replace", event.currentTarget.checked)} />
      </div>
    </Section>
  );
}
