/** What of the trail is shown: kind, outcome, days, words, and one person where one was chosen. */
import { Button, Select, TextInput } from "@mantine/core";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { KINDS, OUTCOMES } from "@/api/audit";
import type { AuditSearch } from "@/features/audit/search";
import { auditText, kindNames, outcomeNames } from "@/i18n/audit";
import { FindField } from "@/table/FindField";
import classes from "./audit.module.css";

export function Filters({ who }: { readonly who: string | null }) {
  const search = useSearch({ from: "/panel/audit" });
  const navigate = useNavigate({ from: "/audit" });
  const set = (part: Partial<AuditSearch>): void => void navigate({ search: (old) => ({ ...old, ...part, cursor: undefined }), replace: true });
  return (
    <div className={classes.filters}>
      <FindField label={auditText.find} value={search.q} onFind={(q) => set({ q })} />
      <Select
        aria-label={auditText.kind}
        placeholder={auditText.every}
        clearable
        data={KINDS.map((value) => ({ value, label: kindNames[value] }))}
        value={search.kind ?? null}
        onChange={(value) => set({ kind: KINDS.find((one) => one === value) })}
      />
      <Select
        aria-label={auditText.outcome}
        placeholder={auditText.both}
        clearable
        data={OUTCOMES.map((value) => ({ value, label: outcomeNames[value] }))}
        value={search.outcome ?? null}
        onChange={(value) => set({ outcome: OUTCOMES.find((one) => one === value) })}
      />
      <TextInput type="date" aria-label={auditText.from} title={auditText.from} value={search.from ?? ""} max={search.to} onChange={(event) => set({ from: event.currentTarget.value || undefined })} />
      <TextInput type="date" aria-label={auditText.to} title={auditText.to} value={search.to ?? ""} min={search.from} onChange={(event) => set({ to: event.currentTarget.value || undefined })} />
      {search.user === undefined ? null : (
        <Button variant="default" onClick={() => set({ user: undefined })}>
          {auditText.onlyWho(who ?? auditText.former)}: {auditText.everybody}
        </Button>
      )}
    </div>
  );
}
