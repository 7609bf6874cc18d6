import { IconAlertTriangle, IconRosetteDiscountCheck } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import type { Entry } from "@/features/metrics/catalogue";
import { definitionsText } from "@/i18n/definitions";
import classes from "./metrics.module.css";

/** One metric or dimension: its name, what it means, its unit and whose it is. */
export function EntryRow({ entry }: { readonly entry: Entry }) {
  return (
    <li className={classes.row}>
      <div className={classes.words}>
        <p className={classes.name}>
          <Link to="/definitions/$key" params={{ key: entry.key }}>
            {entry.label}
          </Link>
          {entry.isCertified ? <Mark /> : null}
          <code className={classes.key}>{entry.key}</code>
        </p>
        <p className={classes.about} data-bad={entry.problem !== null}>
          {entry.problem === null ? null : <IconAlertTriangle size={13} aria-hidden />} {entry.problem ?? entry.about}
        </p>
      </div>
      <p className={classes.facts}>
        {entry.unit === "" ? null : <span>{entry.unit}</span>}
        <span>{entry.isOwn ? entry.owner || definitionsText.own : definitionsText.builtIn}</span>
      </p>
    </li>
  );
}

export function Mark() {
  return (
    <span className={classes.mark} title={definitionsText.certifiedHint}>
      <IconRosetteDiscountCheck size={15} aria-hidden />
      {definitionsText.certified}
    </span>
  );
}
