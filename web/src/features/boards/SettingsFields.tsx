import { MultiSelect, Select } from "@mantine/core";
import { useSession, useCalendar } from "@/app/view";
import { FilterFields } from "@/features/boards/FilterFields";
import { questionText } from "@/i18n/boardEditing";
import { comparisonNames, presetNames } from "@/i18n/shell";
import { COMPARISONS, isComparison, PRESETS, presetsOf } from "@/lib/period";
import { currencyName } from "@/lib/names";
import type { Settings } from "@/tiles/model";
import classes from "./form.module.css";

const COMMON = ["EUR", "USD", "GBP", "CHF", "JPY", "CAD"];

interface SettingsFieldsProps {
  readonly settings: Settings;
  readonly onChange: (settings: Settings) => void;
}

/** What a board, a section or a tile decides itself; everything left empty is inherited. */
export function SettingsFields({ settings, onChange }: SettingsFieldsProps) {
  const { stores, organisation } = useSession();
  const calendar = useCalendar();
  const set = (part: Partial<Settings>): void => onChange(Object.fromEntries(Object.entries({ ...settings, ...part }).filter(([, value]) => value !== undefined)));
  const custom = settings.period !== undefined && !PRESETS.some((one) => one === settings.period) ? [settings.period] : [];
  const currencies = [...new Set([organisation.currency, ...stores.map((store) => store.currency), ...COMMON])];
  return (
    <>
      <div className={classes.pair}>
        <Select
          label={questionText.period}
          placeholder={questionText.inherited}
          clearable
          data={[...presetsOf(calendar).map((preset) => ({ value: preset as string, label: presetNames[preset] })), ...custom.map((value) => ({ value, label: value.replace("..", " to ") }))]}
          value={settings.period ?? null}
          onChange={(value) => set({ period: value ?? undefined })}
        />
        <Select
          label={questionText.compare}
          placeholder={questionText.inherited}
          clearable
          data={COMPARISONS.map((kind) => ({ value: kind, label: comparisonNames[kind].name }))}
          value={settings.compare ?? null}
          onChange={(value) => set({ compare: value !== null && isComparison(value) ? value : undefined })}
        />
      </div>
      <MultiSelect
        label={questionText.stores}
        placeholder={settings.stores?.length ? undefined : questionText.inherited}
        searchable
        clearable
        data={stores.map((store) => ({ value: store.slug, label: store.name }))}
        value={[...(settings.stores ?? [])]}
        onChange={(value) => set({ stores: value.length === 0 ? undefined : value })}
      />
      <Select
        label={questionText.currency}
        placeholder={questionText.inherited}
        clearable
        searchable
        data={currencies.map((code) => ({ value: code, label: `${code} ${currencyName(code)}` }))}
        value={settings.currency ?? null}
        onChange={(value) => set({ currency: value ?? undefined })}
      />
      <FilterFields filters={settings.filters ?? []} onChange={(filters) => set({ filters: filters.length === 0 ? undefined : filters })} />
    </>
  );
}
