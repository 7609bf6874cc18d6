/** How often each kind happened, day by day, and the newest of it. */
import { Link } from "@tanstack/react-router";
import { KINDS, type Kind, type Security } from "@/api/audit";
import { actionOf, whoOf } from "@/features/audit/words";
import { auditText, kindNames, securityText } from "@/i18n/audit";
import { formatDay } from "@/lib/calendar";
import { recentIn } from "@/lib/clock";
import { formatCount } from "@/lib/format";
import classes from "./audit.module.css";

const SHOWN: readonly Kind[] = KINDS.filter((kind) => kind !== "alert");

interface CountsProps {
  readonly security: Security;
  readonly zone: string;
  readonly now: Date;
}

export function Counts({ security, zone, now }: CountsProps) {
  return (
    <ul className={classes.kinds}>
      {SHOWN.map((kind) => (
        <li key={kind} className={classes.kind}>
          <header className={classes.kindHead}>
            <h2>
              <Link to="/audit" search={{ kind }} className={classes.link}>
                {kindNames[kind]}
              </Link>
            </h2>
            <p className={classes.quiet}>{securityText.today(security.counts[kind].at(-1) ?? 0)}</p>
          </header>
          <p className={classes.count}>
            {formatCount(total(security.counts[kind]))} <span className={classes.quiet}>{securityText.days(security.days.length)}</span>
          </p>
          <Days kind={kind} security={security} />
          <Newest kind={kind} security={security} zone={zone} now={now} />
        </li>
      ))}
    </ul>
  );
}

const total = (counts: readonly number[]): number => counts.reduce((sum, count) => sum + count, 0);

function Days({ kind, security }: { readonly kind: Kind; readonly security: Security }) {
  const counts = security.counts[kind];
  const most = Math.max(1, ...counts);
  const words = security.days.map((day, at) => `${formatDay(day)}: ${formatCount(counts[at] ?? 0)}`);
  return (
    <div className={classes.days} role="img" aria-label={`${kindNames[kind]}. ${words.join(", ")}`}>
      {security.days.map((day, at) => (
        <span key={day} title={words[at]} data-none={counts[at] === 0} style={{ height: `${Math.max(4, (100 * (counts[at] ?? 0)) / most)}%` }} />
      ))}
    </div>
  );
}

function Newest({ kind, security, zone, now }: CountsProps & { readonly kind: Kind }) {
  const found = security.newest[kind].slice(0, 3);
  if (found.length === 0) return <p className={classes.quiet}>{securityText.none}</p>;
  return (
    <ol className={classes.newest} aria-label={`${securityText.newest}: ${kindNames[kind]}`}>
      {found.map((entry) => (
        <li key={entry.id}>
          <span className={classes.text}>{whoOf(entry)}</span>
          <span className={classes.quiet}>{entry.count > 1 ? `${actionOf(entry)}, ${auditText.times(entry.count)}` : actionOf(entry)}</span>
          <time className={classes.quiet} dateTime={entry.at}>
            {recentIn(zone, new Date(entry.at), now)}
          </time>
        </li>
      ))}
    </ol>
  );
}
