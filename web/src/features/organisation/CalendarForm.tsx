/** When weeks and fiscal years begin, and whose holidays are kept; what the server refuses is said where it belongs. */
import { Button, Radio, Select, TagsInput, Textarea } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { ApiError } from "@/api/client";
import { changeCalendar, PATTERNS } from "@/api/organisation";
import { queryClient } from "@/app/queries";
import { useSession } from "@/app/view";
import { changeOf, draftOf, type Draft } from "@/features/organisation/draft";
import form from "@/form/form.module.css";
import { monthNames, organisationText, patternNames, weekdayNames } from "@/i18n/organisation";
import { WEEK_STARTS } from "@/lib/calendar";
import { announce } from "@/ui/Announcer";

export function CalendarForm({ mayEdit }: { readonly mayEdit: boolean }) {
  const { organisation } = useSession();
  const first = draftOf(organisation);
  const [draft, setDraft] = useState(first);
  const put = (change: Partial<Draft>): void => (save.reset(), setDraft((old) => ({ ...old, ...change })));
  const change = changeOf(draft, first);
  const isChanged = Object.keys(change).length > 0;
  const save = useMutation({
    mutationFn: () => changeCalendar(change),
    onSuccess: async () => {
      announce(organisationText.saved);
      await queryClient.invalidateQueries();
    },
  });
  const refused = save.error instanceof ApiError ? save.error : null;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (isChanged) save.mutate();
  };
  return (
    <form className={form.form} onSubmit={submit} noValidate>
      <fieldset disabled={!mayEdit} className={form.plain}>
        <div className={form.pair}>
          <Select label={organisationText.weekStart} data={WEEK_STARTS.map((value) => ({ value, label: weekdayNames[value] }))} value={draft.weekStart} allowDeselect={false} disabled={!mayEdit} error={refused?.field("week_start")} onChange={(value) => put({ weekStart: WEEK_STARTS.find((one) => one === value) ?? draft.weekStart })} />
          <Select label={organisationText.pattern} data={PATTERNS.map((value) => ({ value, label: patternNames[value] }))} value={draft.pattern} allowDeselect={false} disabled={!mayEdit} onChange={(value) => put({ pattern: PATTERNS.find((one) => one === value) ?? draft.pattern })} />
        </div>
        <YearFields draft={draft} mayEdit={mayEdit} onChange={put} />
        <Radio.Group label={organisationText.holidays} value={draft.places === null ? "stores" : "own"} onChange={(value) => put({ places: value === "own" ? (first.places ?? []) : null })}>
          <div className={form.choices}>
            <Radio value="stores" size="sm" label={organisationText.ofStores} disabled={!mayEdit} />
            <Radio value="own" size="sm" label={organisationText.ownPlaces} disabled={!mayEdit} />
          </div>
        </Radio.Group>
        {draft.places === null ? null : (
          <TagsInput label={organisationText.places} description={organisationText.placesHint} value={[...draft.places]} maxTags={50} disabled={!mayEdit} error={refused?.field("holidays")} onChange={(places) => put({ places })} />
        )}
      </fieldset>
      {refused && refused.field("holidays") === undefined && refused.field("week_start") === undefined ? (
        <p role="alert" className={form.refusal}>
          {refused.message} {refused.problem.hint}
        </p>
      ) : null}
      {mayEdit ? (
        <div>
          <Button type="submit" loading={save.isPending} disabled={!isChanged}>
            {organisationText.save}
          </Button>
        </div>
      ) : (
        <p className={form.lead}>{organisationText.mayNot}</p>
      )}
    </form>
  );
}

interface YearFieldsProps {
  readonly draft: Draft;
  readonly mayEdit: boolean;
  readonly onChange: (change: Partial<Draft>) => void;
}

/** What a pattern needs to be a calendar. */
function YearFields({ draft, mayEdit, onChange }: YearFieldsProps) {
  if (draft.pattern === "custom") {
    return <Textarea label={organisationText.starts} description={organisationText.startsHint} autosize minRows={4} maxRows={16} value={draft.starts} disabled={!mayEdit} onChange={(event) => onChange({ starts: event.currentTarget.value })} />;
  }
  const month = (
    <Select label={organisationText.firstMonth} data={monthNames.map((label, at) => ({ value: String(at + 1), label }))} value={String(draft.firstMonth)} allowDeselect={false} disabled={!mayEdit} onChange={(value) => onChange({ firstMonth: Number(value ?? draft.firstMonth) })} />
  );
  if (draft.pattern === "gregorian") return <div className={form.pair}>{month}</div>;
  return (
    <div className={form.pair}>
      {month}
      <Select
        label={organisationText.anchor}
        data={[
          { value: "last", label: organisationText.last },
          { value: "nearest", label: organisationText.nearest },
        ]}
        value={draft.anchor}
        allowDeselect={false}
        disabled={!mayEdit}
        onChange={(value) => onChange({ anchor: value === "nearest" ? "nearest" : "last" })}
      />
    </div>
  );
}
