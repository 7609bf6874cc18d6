/** What somebody sees: stores, groups of them, channels, own customers, and rules of columns. */
import { MultiSelect, SegmentedControl, TagsInput, TextInput } from "@mantine/core";
import { useId } from "react";
import type { ApiError } from "@/api/client";
import { RULES, type Roles } from "@/api/people";
import { useSession } from "@/app/view";
import type { AccessDraft } from "@/features/people/limits";
import { peopleText, ruleHints, ruleNames } from "@/i18n/people";
import classes from "./people.module.css";

interface AccessFieldsProps {
  readonly draft: AccessDraft;
  readonly roles: Roles;
  readonly refused: ApiError | null;
  readonly onChange: (part: Partial<AccessDraft>) => void;
}

export function AccessFields({ draft, roles, refused, onChange }: AccessFieldsProps) {
  const { stores } = useSession();
  return (
    <fieldset className={classes.fields}>
      <legend>{peopleText.limits}</legend>
      <MultiSelect label={peopleText.storeField} description={peopleText.storeHint} data={stores.map((one) => ({ value: one.slug, label: one.name }))} value={[...draft.stores]} searchable error={refused?.field("stores")} onChange={(value) => onChange({ stores: value })} />
      {roles.store_groups.length === 0 ? null : (
        <MultiSelect label={peopleText.groupField} data={roles.store_groups.map((one) => ({ value: one.key, label: one.name }))} value={[...draft.groups]} error={refused?.field("store_groups")} onChange={(value) => onChange({ groups: value })} />
      )}
      <TagsInput label={peopleText.channelField} description={peopleText.channelHint} value={[...draft.channels]} error={refused?.field("channels")} onChange={(value) => onChange({ channels: value })} />
      <TextInput label={peopleText.repField} description={peopleText.repHint} value={draft.rep} error={refused?.field("sales_rep")} onChange={(event) => onChange({ rep: event.currentTarget.value })} />
      {roles.columns.map((group) => (
        <Rule key={group.key} label={group.label} hint={group.description} value={draft.columns[group.key] ?? "allow"} onChange={(rule) => onChange({ columns: { ...draft.columns, [group.key]: rule } })} />
      ))}
    </fieldset>
  );
}

interface RuleProps {
  readonly label: string;
  readonly hint: string;
  readonly value: (typeof RULES)[number];
  readonly onChange: (rule: (typeof RULES)[number]) => void;
}

function Rule({ label, hint, value, onChange }: RuleProps) {
  const id = useId();
  return (
    <div className={classes.rule}>
      <p id={id}>
        <strong>{label}</strong> <span className={classes.quiet}>{hint}</span>
      </p>
      <SegmentedControl
        size="xs"
        aria-labelledby={id}
        data={RULES.map((rule) => ({ value: rule, label: ruleNames[rule] }))}
        value={value}
        onChange={(chosen) => onChange(RULES.find((rule) => rule === chosen) ?? "allow")}
      />
      <p className={classes.quiet}>{ruleHints[value]}</p>
    </div>
  );
}
