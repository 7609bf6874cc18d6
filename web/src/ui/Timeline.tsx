import { useState, type ReactNode } from "react";
import { listText } from "@/i18n/lists";
import { formatCount } from "@/lib/format";
import classes from "./Timeline.module.css";

export interface TimelineItem {
  readonly key: string;
  readonly text: ReactNode;
  readonly amount?: string | undefined;
  readonly when: string;
}

const SHOWN = 20;

/** What happened, in the order given; a long story opens on demand. */
export function Timeline({ items }: { readonly items: readonly TimelineItem[] }) {
  const [whole, setWhole] = useState(false);
  const shown = whole ? items : items.slice(0, SHOWN);
  return (
    <>
      <ol className={classes.timeline}>
        {shown.map((item) => (
          <li key={item.key} className={classes.event}>
            <div className={classes.row}>
              <span>{item.text}</span>
              {item.amount === undefined ? null : <span>{item.amount}</span>}
            </div>
            <span className={classes.quiet}>{item.when}</span>
          </li>
        ))}
      </ol>
      {shown.length < items.length ? (
        <button type="button" className={classes.more} onClick={() => setWhole(true)}>
          {listText.showAll(formatCount(items.length))}
        </button>
      ) : null}
    </>
  );
}
