/** What will be imported, as whom, from which columns. Every change asks the server for a new preview. */
import { Button } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { changePlan, discardImport, startImport, type ImportPlan, type PlanChange } from "@/api/imports";
import { queryClient } from "@/app/queries";
import { Detected } from "@/features/imports/Detected";
import { Mapping } from "@/features/imports/Mapping";
import { Options } from "@/features/imports/Options";
import { Preview } from "@/features/imports/Preview";
import { Questions } from "@/features/imports/Questions";
import { importsText } from "@/i18n/imports";
import { formatCount } from "@/lib/format";
import classes from "./imports.module.css";

export interface PlanPart {
  /** The plan as the server last told it, with the choices that are on their way there. */
  readonly plan: ImportPlan;
  readonly change: (part: Partial<PlanChange>) => void;
}

export function Plan({ plan }: { readonly plan: ImportPlan }) {
  const navigate = useNavigate();
  const key = ["imports", "one", plan.id];
  const edit = useMutation({
    scope: { id: plan.id }, // one after the other: the last choice is the last answer
    mutationFn: (change: PlanChange) => changePlan(plan.id, change),
    onSuccess: (changed) => queryClient.setQueryData(key, changed),
  });
  const start = useMutation({ mutationFn: () => startImport(plan.id), onSuccess: () => queryClient.invalidateQueries({ queryKey: key }) });
  const discard = useMutation({ mutationFn: () => discardImport(plan.id), onSuccess: () => navigate({ to: "/imports" }) });
  // What was just chosen shows in the same instant; it stands until the server told the plan with the last choice in it.
  const [draft, setDraft] = useState<PlanChange | null>(null);
  const chosen: ImportPlan = draft ? { ...plan, ...draft } : plan;
  const change = (part: Partial<PlanChange>): void => {
    const next = { store: chosen.store, format: chosen.format ?? plan.detected.format, mapping: chosen.mapping, options: chosen.options ?? {}, ...part };
    setDraft(next);
    edit.mutate(next, { onSettled: () => setDraft(null) });
  };
  const blocked = whatIsMissing(plan);
  const part: PlanPart = { plan: chosen, change };
  const error = edit.error ?? start.error ?? discard.error;
  return (
    <div className={classes.stack}>
      <Detected {...part} />
      {plan.questions.length + plan.answered.length > 0 ? <Questions {...part} /> : null}
      {plan.fields.length > 0 ? <Mapping {...part} /> : null}
      <Options {...part} />
      <Preview plan={plan} dim={edit.isPending} />
      <div className={classes.bar}>
        <p className={blocked ? classes.bad : classes.quiet} role="status">
          {error ? error.message : blocked}
        </p>
        <Button variant="default" loading={discard.isPending} onClick={() => discard.mutate()}>
          {importsText.discard}
        </Button>
        <Button disabled={blocked !== null || edit.isPending} loading={start.isPending} onClick={() => start.mutate()}>
          {plan.detected.rows_estimate === null ? importsText.start : importsText.startCount(formatCount(plan.detected.rows_estimate))}
        </Button>
      </div>
    </div>
  );
}

function whatIsMissing(plan: ImportPlan): string | null {
  if (plan.store === null) return importsText.needStore;
  if (plan.questions.length > 0) return importsText.needAnswers;
  if (plan.problem) return plan.problem;
  const missing = plan.fields.filter((field) => field.required && plan.mapping[field.key] === undefined);
  return missing.length > 0 ? importsText.needFields(missing.map((field) => field.label).join(", ")) : null;
}
