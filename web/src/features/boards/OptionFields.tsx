import { Checkbox, MultiSelect, NumberInput, Select } from "@mantine/core";
import type { KindForm } from "@/features/boards/kinds";
import { derivedNames, optionText } from "@/i18n/boardEditing";
import { humanise } from "@/lib/names";
import { DERIVED, type Options, type Tile } from "@/tiles/model";

interface OptionFieldsProps {
  readonly tile: Tile;
  readonly form: KindForm;
  readonly onChange: (part: Partial<Options>) => void;
}

const FLAGS = ["spark", "target", "other", "annotations"] as const;
const CHOICES = {
  stack: ["none", "stacked", "share"],
  orientation: ["vertical", "horizontal"],
  scale: ["linear", "log", "indexed"],
} as const;
const LISTS = ["right", "rows", "columns"] as const;

/** What a kind can be told about its looks. */
export function OptionFields({ tile, form, onChange }: OptionFieldsProps) {
  const options = tile.options ?? {};
  const offers = (key: keyof Options): boolean => form.offers.includes(key);
  const names = (key: (typeof LISTS)[number]): readonly string[] => (key === "right" ? (tile.query?.metrics ?? []) : (tile.query?.dimensions ?? []));
  return (
    <>
      {(Object.keys(CHOICES) as (keyof typeof CHOICES)[]).filter(offers).map((key) => (
        <Select
          key={key}
          label={optionText[key]}
          data={CHOICES[key].map((value) => ({ value, label: optionText[value] }))}
          value={options[key] ?? CHOICES[key][0]}
          allowDeselect={false}
          onChange={(value) => onChange({ [key]: value === CHOICES[key][0] ? undefined : value })}
        />
      ))}
      {LISTS.filter(offers).map((key) => (
        <MultiSelect
          key={key}
          label={optionText[key]}
          data={names(key).map((value) => ({ value, label: humanise(value) }))}
          value={[...(options[key] ?? [])]}
          onChange={(value) => onChange({ [key]: value.length === 0 ? undefined : value })}
        />
      ))}
      {offers("derived") ? (
        <MultiSelect
          label={optionText.derived}
          data={DERIVED.map((value) => ({ value, label: derivedNames[value] }))}
          value={[...(options.derived ?? [])]}
          onChange={(value) => onChange({ derived: value.length === 0 ? undefined : DERIVED.filter((one) => value.includes(one)) })}
        />
      ) : null}
      {offers("limit") ? (
        <NumberInput label={optionText.limit} min={1} max={50} allowDecimal={false} value={options.limit ?? ""} onChange={(value) => onChange({ limit: typeof value === "number" ? value : undefined })} />
      ) : null}
      {FLAGS.filter(offers).map((key) => (
        <Checkbox
          key={key}
          size="sm"
          label={optionText[key]}
          checked={options[key] ?? key === "annotations"}
          onChange={(event) => onChange({ [key]: event.currentTarget.checked === (key === "annotations") ? undefined : event.currentTarget.checked })}
        />
      ))}
    </>
  );
}
