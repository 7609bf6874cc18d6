import { Button } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useState, type FormEvent } from "react";
import { addDefinition, changeDefinition } from "@/api/definitions";
import { ApiError } from "@/api/client";
import { changesOf, filled, isWhole, sentOf, type Draft } from "@/features/metrics/draft";
import { GroupingFields } from "@/features/metrics/GroupingFields";
import { LeaveGuard } from "@/features/metrics/LeaveGuard";
import { MetricFields } from "@/features/metrics/MetricFields";
import { Preview } from "@/features/metrics/Preview";
import { definitionsChanged } from "@/features/metrics/queries";
import { useChecked } from "@/features/metrics/useChecked";
import { WordFields } from "@/features/metrics/WordFields";
import { definitionText, editorText } from "@/i18n/definitions";
import { announce } from "@/ui/Announcer";
import form from "@/form/form.module.css";
import classes from "./metrics.module.css";

interface EditorProps {
  readonly first: Draft;
  /** The version that is changed; null makes a new definition. */
  readonly base: number | null;
}

const FIELDS = ["label", "key", "description", "formula", "filters", "unit", "dimension", "edges", "labels", "map", "other"];

/** The form, what it would show, and the way to save it. */
export function Editor(opened: EditorProps) {
  const navigate = useNavigate();
  const [{ first, base }] = useState(opened); // what others save meanwhile is a conflict, not a new start
  const [draft, setDraft] = useState(first);
  const [at, setAt] = useState(first.formula.length);
  const [tried, setTried] = useState(false);
  const checked = useChecked({ formula: draft.formula, filters: filled(draft.filters), key: base === null ? null : draft.key, at }, draft.kind === "metric");
  const save = useMutation({
    mutationFn: () => (base === null ? addDefinition(sentOf(draft)) : changeDefinition(draft.key, { ...changesOf(draft, first), base_version: base })),
    onSuccess: (saved) => {
      announce(editorText.saved(saved.label));
      definitionsChanged();
      void navigate({ to: "/definitions/$key", params: { key: saved.key }, ignoreBlocker: true });
    },
  });
  const put = (change: Partial<Draft>): void => {
    save.reset();
    setDraft((old) => ({ ...old, ...change }));
  };
  const errors = errorsOf(save.error, tried && draft.label.trim() === "" ? { label: editorText.needName } : {});
  const works = draft.kind !== "metric" || checked.data?.ok === true;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setTried(true);
    if (draft.label.trim() !== "") save.mutate();
  };
  return (
    <form className={classes.columns} onSubmit={submit} noValidate>
      <div className={form.form}>
        <WordFields draft={draft} isNew={base === null} errors={errors} onChange={put} />
        {draft.kind === "metric" ? (
          <MetricFields draft={draft} checked={checked} errors={errors} onChange={put} onType={(formula, place) => (setAt(place), put({ formula }))} />
        ) : (
          <GroupingFields draft={draft} isNew={base === null} errors={errors} onChange={put} />
        )}
        <Refused error={save.error} draft={draft} />
        <div className={form.actions}>
          <Button variant="default" renderRoot={(props) => <Link {...props} to="/definitions" />}>
            {definitionText.cancel}
          </Button>
          <Button type="submit" loading={save.isPending} disabled={!isWhole(draft)}>
            {base === null ? editorText.make : editorText.save}
          </Button>
        </div>
      </div>
      <Preview draft={draft} works={works} unit={checked.data?.unit} />
      <LeaveGuard isChanged={!save.isPending && !save.isSuccess && JSON.stringify(draft) !== JSON.stringify(first)} />
    </form>
  );
}

/** What the server refused, each at its field; the rest is said above the button. */
function errorsOf(error: Error | null, own: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const found = error instanceof ApiError ? (error.problem.errors ?? []) : [];
  return { ...Object.fromEntries(found.map(({ field, message }) => [field.split(".")[0] ?? "", message])), ...own };
}

function Refused({ error, draft }: { readonly error: Error | null; readonly draft: Draft }) {
  if (error === null) return null;
  const problem = error instanceof ApiError ? error.problem : null;
  const isConflict = problem?.status === 409 && problem.code === "conflict";
  const isAtField = problem?.errors?.some(({ field }) => FIELDS.includes(field.split(".")[0] ?? "")) === true;
  if (isAtField) return null;
  return (
    <p role="alert" className={form.refusal}>
      {isConflict ? editorText.conflict : error.message} {problem?.hint}{" "}
      {isConflict ? (
        <Link to="/definitions/$key" params={{ key: draft.key }}>
          {editorText.conflictLook}
        </Link>
      ) : null}
    </p>
  );
}
