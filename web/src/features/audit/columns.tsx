/** The columns of the trail, and an entry as a card on a phone. */
import { Link } from "@tanstack/react-router";
import type { Entry } from "@/api/audit";
import { actionOf, pageOf, subjectOf, whoOf } from "@/features/audit/words";
import { auditText, clientNames, outcomeNames } from "@/i18n/audit";
import { dateTimeIn, recentIn } from "@/lib/clock";
import type { DataColumn } from "@/table/DataTable";
import classes from "./audit.module.css";

export function auditColumns(zone: string, now: Date, onOpen: (entry: Entry) => void): readonly DataColumn<Entry>[] {
  return [
    { id: "when", head: auditText.when, cell: (entry) => <When entry={entry} zone={zone} now={now} /> },
    { id: "who", head: auditText.who, cell: (entry) => <span className={classes.text}>{whoOf(entry)}</span> },
    { id: "action", head: auditText.action, cell: (entry) => <Action entry={entry} onOpen={onOpen} /> },
    { id: "subject", head: auditText.subject, cell: (entry) => <Subject entry={entry} /> },
    { id: "where", head: auditText.where, wideOnly: true, cell: (entry) => <Where entry={entry} /> },
  ];
}

function When({ entry, zone, now }: { readonly entry: Entry; readonly zone: string; readonly now: Date }) {
  const at = new Date(entry.at);
  return (
    <time dateTime={entry.at} title={dateTimeIn(zone, at)} className={classes.when}>
      {recentIn(zone, at, now)}
    </time>
  );
}

function Action({ entry, onOpen }: { readonly entry: Entry; readonly onOpen: (entry: Entry) => void }) {
  const words = actionOf(entry);
  return (
    <span className={classes.action}>
      <button type="button" className={classes.open} aria-label={auditText.open(words)} onClick={() => onOpen(entry)}>
        {words}
      </button>
      {entry.outcome === "refused" ? <span className={classes.refused}>{outcomeNames.refused}</span> : null}
      {entry.count > 1 ? <span className={classes.quiet}>{auditText.times(entry.count)}</span> : null}
    </span>
  );
}

export function Subject({ entry }: { readonly entry: Entry }) {
  const page = pageOf(entry);
  const text = (
    <span className={classes.subject} title={entry.subject}>
      {subjectOf(entry)}
    </span>
  );
  if (page === null) return text;
  if (page.to === "/customers/$customerId") return <Link to={page.to} params={{ customerId: page.key }} className={classes.link}>{text}</Link>;
  if (page.to === "/boards/$boardId") return <Link to={page.to} params={{ boardId: page.key }} className={classes.link}>{text}</Link>;
  if (page.to === "/imports/$importId") return <Link to={page.to} params={{ importId: page.key }} className={classes.link}>{text}</Link>;
  return <Link to={page.to} params={{ key: page.key }} className={classes.link}>{text}</Link>;
}

function Where({ entry }: { readonly entry: Entry }) {
  return <span className={classes.quiet}>{[entry.address, clientNames[entry.client] ?? entry.client].filter(Boolean).join(", ")}</span>;
}

export function EntryCard({ entry, zone, now, onOpen }: { readonly entry: Entry; readonly zone: string; readonly now: Date; readonly onOpen: (entry: Entry) => void }) {
  return (
    <div className={classes.card}>
      <Action entry={entry} onOpen={onOpen} />
      <p className={classes.cardLine}>
        <span>{whoOf(entry)}</span>
        <When entry={entry} zone={zone} now={now} />
      </p>
      <Subject entry={entry} />
    </div>
  );
}
