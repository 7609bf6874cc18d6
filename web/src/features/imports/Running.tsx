import type { ImportSummary } from "@/api/imports";
import { importsText } from "@/i18n/imports";
import { formatCount } from "@/lib/format";
import { Section } from "@/ui/Section";
import classes from "./imports.module.css";

export function Running({ one }: { readonly one: ImportSummary }) {
  const read = one.progress?.read ?? 0;
  const total = one.progress?.total ?? null;
  const share = total ? Math.min(1, read / total) : null;
  const words = total === null ? importsText.runningOpen(formatCount(read)) : importsText.running(formatCount(read), formatCount(total));
  return (
    <Section title={words} hint={importsText.runningHint}>
      <div className={classes.track} role="progressbar" aria-label={one.file} aria-valuemin={0} aria-valuemax={100} aria-valuenow={share === null ? undefined : Math.round(share * 100)}>
        <div className={classes.progress} style={{ width: `${(share ?? 0.05) * 100}%` }} />
      </div>
    </Section>
  );
}
