import { Textarea, TextInput } from "@mantine/core";
import { keyFrom } from "@/features/metrics/catalogue";
import type { Draft } from "@/features/metrics/draft";
import { editorText } from "@/i18n/definitions";

interface WordFieldsProps {
  readonly draft: Draft;
  readonly isNew: boolean;
  readonly errors: Readonly<Record<string, string>>;
  readonly onChange: (change: Partial<Draft>) => void;
}

/** What it is called, by people and in formulas, and what it means. */
export function WordFields({ draft, isNew, errors, onChange }: WordFieldsProps) {
  const follows = isNew && draft.key === keyFrom(draft.label);
  return (
    <>
      <TextInput
        label={editorText.name}
        placeholder={draft.kind === "metric" ? editorText.namePlaceholder : editorText.groupPlaceholder}
        maxLength={80}
        value={draft.label}
        error={errors["label"]}
        onChange={(event) => onChange({ label: event.currentTarget.value, ...(follows ? { key: keyFrom(event.currentTarget.value) } : {}) })}
      />
      <TextInput
        label={editorText.key}
        description={editorText.keyHint}
        maxLength={40}
        readOnly={!isNew}
        value={draft.key}
        error={errors["key"]}
        onChange={(event) => onChange({ key: event.currentTarget.value })}
      />
      <Textarea
        label={editorText.description}
        description={editorText.descriptionHint}
        autosize
        minRows={2}
        maxRows={8}
        maxLength={2000}
        value={draft.description}
        error={errors["description"]}
        onChange={(event) => onChange({ description: event.currentTarget.value })}
      />
    </>
  );
}
