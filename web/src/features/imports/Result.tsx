import { Button } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { rejectsAddress, startImport, type ImportResult, type ImportSummary } from "@/api/imports";
import { queryClient } from "@/app/queries";
import { UndoImport } from "@/features/imports/UndoImport";
import { TwinTable } from "@/charts/TwinTable";
import { importsText } from "@/i18n/imports";
import { statusName } from "@/i18n/orders";
import { formatCount } from "@/lib/format";
import { Section } from "@/ui/Section";
import classes from "./imports.module.css";

const COUNTS = ["read", "created", "updated", "unchanged", "rejected"] as const;

/** What became of every row: nothing is dropped silently. */
export function Result({ one }: { readonly one: ImportSummary }) {
  const [undoing, setUndoing] = useState(false);
  const again = useMutation({
    mutationFn: () => startImport(one.id),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ["imports", "one", one.id] }),
  });
  const { result, state } = one;
  const nothing = result && result.created === 0 && result.updated === 0 && result.rejected === 0;
  return (
    <div className={classes.stack}>
      <Section title={importsText.result}>
        {state === "undone" ? <p>{importsText.undoneText}</p> : null}
        {state === "failed" ? <p className={classes.refusal}>{one.error ?? importsText.failedText}</p> : null}
        {result ? (
          <dl className={classes.counts}>
            {COUNTS.map((key) => (
              <div key={key}>
                <dt>{importsText[key]}</dt>
                <dd className={key === "rejected" && result.rejected > 0 ? classes.bad : undefined}>{formatCount(result[key])}</dd>
              </div>
            ))}
          </dl>
        ) : null}
        {nothing && state === "done" ? <p>{importsText.nothing}</p> : null}
        <div className={classes.actions}>
          {state === "done" ? (
            <>
              <Button renderRoot={(props) => <Link to="/" search={(old) => ({ ...old, period: "all", stores: one.store ?? undefined })} {...props} />}>{importsText.look}</Button>
              <Button variant="default" renderRoot={(props) => <Link to="/orders" search={(old) => ({ ...old, period: "all", stores: one.store ?? undefined })} {...props} />}>
                {importsText.orders}
              </Button>
              <Button variant="default" onClick={() => setUndoing(true)}>
                {importsText.undo}
              </Button>
            </>
          ) : null}
          {state === "failed" ? (
            <Button loading={again.isPending} onClick={() => again.mutate()}>
              {importsText.again}
            </Button>
          ) : null}
        </div>
      </Section>
      {result && result.rejected > 0 && state !== "undone" ? <Rejects one={one} result={result} /> : null}
      {result?.statuses && result.statuses.length > 0 ? (
        <Section title={importsText.statuses}>
          <TwinTable caption={importsText.statuses} words={2} head={["In the file", importsText.became, importsText.count]} rows={result.statuses.map((one) => [one.source, statusName(one.became), formatCount(one.count)])} />
        </Section>
      ) : null}
      {undoing ? <UndoImport one={one} onClose={() => setUndoing(false)} /> : null}
    </div>
  );
}

function Rejects({ one, result }: { readonly one: ImportSummary; readonly result: ImportResult }) {
  return (
    <Section title={importsText.reasons} hint={importsText.rejectsHint}>
      <TwinTable caption={importsText.reasons} head={["Reason", importsText.count]} rows={(result.reject_reasons ?? []).map((reason) => [reason.reason, formatCount(reason.count)])} />
      <div className={classes.actions} style={{ marginTop: 12 }}>
        <Button component="a" variant="default" href={rejectsAddress(one.id)} download={`${one.file}.rejected.csv`}>
          {importsText.rejects}
        </Button>
      </div>
    </Section>
  );
}
