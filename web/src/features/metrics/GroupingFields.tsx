import { Button, Radio, Select, TextInput } from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { dimensionsQuery } from "@/app/vocabulary";
import { ValueList } from "@/features/boards/ValueList";
import { binNames, edgesFrom, isNameless, withValues } from "@/features/metrics/catalogue";
import { blank, type Draft } from "@/features/metrics/draft";
import { editorText } from "@/i18n/definitions";
import classes from "./metrics.module.css";

interface GroupingFieldsProps {
  readonly draft: Draft;
  readonly isNew: boolean;
  readonly errors: Readonly<Record<string, string>>;
  readonly onChange: (change: Partial<Draft>) => void;
}

const NUMBERS = new Set(["integer", "decimal"]);

/** Bins of a number, or names for values. */
export function GroupingFields({ draft, isNew, errors, onChange }: GroupingFieldsProps) {
  const dimensions = useQuery(dimensionsQuery).data ?? [];
  const fitting = dimensions.filter((one) => one.is_custom !== true && (draft.kind !== "bins" || NUMBERS.has(one.type) || one.key === draft.dimension));
  return (
    <>
      {isNew ? (
        <Radio.Group label={editorText.groupingKind} value={draft.kind} onChange={(kind) => onChange({ kind: kind === "bins" ? "bins" : "value_map", dimension: blank(kind === "bins" ? "bins" : "value_map").dimension })}>
          <div className={classes.choices}>
            <Radio value="value_map" size="sm" label={editorText.valueMap} description={editorText.valueMapHint} />
            <Radio value="bins" size="sm" label={editorText.bins} description={editorText.binsHint} />
          </div>
        </Radio.Group>
      ) : null}
      <Select
        label={editorText.dimension}
        data={fitting.map((one) => ({ value: one.key, label: one.label }))}
        value={draft.dimension}
        searchable
        allowDeselect={false}
        error={errors["dimension"]}
        onChange={(dimension) => onChange({ dimension: dimension ?? draft.dimension, groups: blank("value_map").groups })}
      />
      {draft.kind === "bins" ? <BinFields draft={draft} errors={errors} onChange={onChange} /> : <MapFields draft={draft} errors={errors} onChange={onChange} />}
    </>
  );
}

type FieldsProps = Omit<GroupingFieldsProps, "isNew">;

function BinFields({ draft, errors, onChange }: FieldsProps) {
  const edges = edgesFrom(draft.edges);
  const names = edges === null ? [] : binNames(edges);
  return (
    <>
      <TextInput
        label={editorText.edges}
        description={editorText.edgesHint}
        value={draft.edges}
        error={errors["edges"] ?? (draft.edges !== "" && edges === null ? editorText.edgeWrong : undefined)}
        onChange={(event) => onChange({ edges: event.currentTarget.value })}
      />
      {names.length === 0 ? null : (
        <fieldset className={classes.fieldset}>
          <legend>{editorText.binLabels}</legend>
          {names.map((name, at) => (
            <TextInput
              key={at}
              size="sm"
              aria-label={editorText.bin(at + 1)}
              placeholder={name}
              maxLength={200}
              value={draft.labels[at] ?? ""}
              onChange={(event) => onChange({ labels: names.map((_, place) => (place === at ? event.currentTarget.value : (draft.labels[place] ?? ""))) })}
            />
          ))}
        </fieldset>
      )}
    </>
  );
}

function MapFields({ draft, errors, onChange }: FieldsProps) {
  const name = (at: number, to: string): void => onChange({ groups: draft.groups.map((one, place) => (place === at ? { ...one, name: to } : one)) });
  return (
    <>
      <fieldset className={classes.fieldset}>
        <legend>{editorText.values}</legend>
        {draft.groups.map((group, at) => (
          <div key={at} className={classes.mapped}>
            <TextInput size="sm" aria-label={editorText.group(at + 1)} placeholder={editorText.group(at + 1)} maxLength={200} value={group.name} error={isNameless(group) ? editorText.nameless : undefined} onChange={(event) => name(at, event.currentTarget.value)} />
            <button type="button" className={classes.icon} aria-label={editorText.removeGroup(group.name)} onClick={() => onChange({ groups: draft.groups.filter((_, place) => place !== at) })}>
              <IconX size={15} aria-hidden />
            </button>
            <ValueList field={draft.dimension} label={editorText.groupValues(group.name)} values={group.values} onChange={(values) => onChange({ groups: withValues(draft.groups, at, values) })} />
          </div>
        ))}
        {errors["map"] === undefined ? null : <p className={classes.fault}>{errors["map"]}</p>}
        <div>
          <Button size="xs" variant="default" leftSection={<IconPlus size={14} aria-hidden />} onClick={() => onChange({ groups: [...draft.groups, { name: "", values: [] }] })}>
            {editorText.addGroup}
          </Button>
        </div>
      </fieldset>
      <TextInput label={editorText.other} description={editorText.otherHint} maxLength={200} value={draft.other} error={errors["other"]} onChange={(event) => onChange({ other: event.currentTarget.value })} />
    </>
  );
}
