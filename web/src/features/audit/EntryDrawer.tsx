/** One entry whole: what changed, through what, and where it stands in the chain. */
import { Button, CopyButton, Drawer } from "@mantine/core";
import type { Entry } from "@/api/audit";
import { actionOf, differencesOf, whoOf } from "@/features/audit/words";
import { auditText, clientNames } from "@/i18n/audit";
import { shellText } from "@/i18n/shell";
import { dateTimeIn, zoneLabel } from "@/lib/clock";
import { formatCount } from "@/lib/format";
import { Facts, type Fact } from "@/ui/Facts";
import classes from "./audit.module.css";

interface EntryDrawerProps {
  readonly entry: Entry;
  readonly zone: string;
  readonly onWho: (id: string) => void;
  readonly onClose: () => void;
}

export function EntryDrawer({ entry, zone, onWho, onClose }: EntryDrawerProps) {
  return (
    <Drawer opened onClose={onClose} position="right" size="min(640px, 100vw)" title={actionOf(entry)} closeButtonProps={{ "aria-label": shellText.close }}>
      <div className={classes.whole}>
        <p>
          {whoOf(entry)}, {dateTimeIn(zone, new Date(entry.at))} <span className={classes.quiet}>{zoneLabel(zone)}</span>
        </p>
        {entry.who ? (
          <div>
            <Button size="compact-sm" variant="default" onClick={() => onWho(entry.who?.id ?? "")}>
              {auditText.onlyWho(whoOf(entry))}
            </Button>
          </div>
        ) : null}
        <Differences entry={entry} />
        <Facts facts={factsOf(entry)} />
        {entry.house ? <p className={classes.quiet}>{auditText.house}</p> : null}
        {entry.hash === null ? (
          <p className={classes.quiet}>{auditText.waiting}</p>
        ) : (
          <div>
            <p className={classes.quiet}>
              {auditText.link} <code className={classes.hash}>{entry.hash}</code>
            </p>
            <CopyButton value={entry.hash}>
              {({ copied, copy }) => (
                <Button size="compact-sm" variant="default" onClick={copy}>
                  {copied ? auditText.copied : auditText.copy}
                </Button>
              )}
            </CopyButton>
          </div>
        )}
      </div>
    </Drawer>
  );
}

function factsOf(entry: Entry): readonly Fact[] {
  const facts: readonly (readonly [string, string | null])[] = [
    [auditText.subject, entry.subject],
    [auditText.where, entry.address],
    [auditText.through, [clientNames[entry.client] ?? entry.client, entry.credential].filter(Boolean).join(", ")],
    [auditText.program, entry.agent],
    [auditText.correlation, entry.correlation_id],
    [auditText.place, entry.sequence === null ? null : formatCount(entry.sequence)],
  ];
  return facts.filter((fact): fact is readonly [string, string] => Boolean(fact[1]));
}

function Differences({ entry }: { readonly entry: Entry }) {
  const found = differencesOf(entry);
  const hasBefore = entry.before !== null;
  if (found.length === 0) return null;
  return (
    <table className={classes.differences}>
      <caption>{auditText.change}</caption>
      <thead>
        <tr>
          <th scope="col">{auditText.field}</th>
          {hasBefore ? <th scope="col">{auditText.before}</th> : null}
          <th scope="col">{hasBefore ? auditText.after : ""}</th>
        </tr>
      </thead>
      <tbody>
        {found.map((one) => (
          <tr key={one.field}>
            <th scope="row">
              {one.field}
              {hasBefore ? <span className={classes.quiet}>{one.before === null ? auditText.added : one.after === null ? auditText.removed : auditText.changed}</span> : null}
            </th>
            {hasBefore ? <td>{one.before ?? <span className={classes.quiet}>{auditText.absent}</span>}</td> : null}
            <td>{one.after ?? <span className={classes.quiet}>{auditText.absent}</span>}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
