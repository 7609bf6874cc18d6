/** Each store's days that were compared, and those that differ with what each place says. */
import { Fragment, useState } from "react";
import type { Comparison, StoreAccuracy } from "@/api/system";
import { useSession } from "@/app/view";
import { systemText } from "@/i18n/system";
import { formatDay, formatRange } from "@/lib/calendar";
import { formatCount, formatPercent } from "@/lib/format";
import { storeColour } from "@/lib/palette";
import list from "@/board/List.module.css";
import classes from "./system.module.css";

export function StoreAgreement({ last }: { readonly last: Comparison }) {
  const { stores } = useSession();
  const [open, setOpen] = useState<string | null>(null);
  if (last.stores.length === 0) return null;
  return (
    <table className={list.table}>
      <caption className="sr">{systemText.accuracy}</caption>
      <thead className={classes.heads}>
        <tr>
          <th scope="col">{systemText.store}</th>
          <th scope="col" className={list.wideOnly}>{systemText.span}</th>
          <th scope="col">{systemText.days}</th>
          <th scope="col">{systemText.different}</th>
          <th scope="col">{systemText.share}</th>
        </tr>
      </thead>
      <tbody>
        {last.stores.map((one) => {
          const name = stores.find((store) => store.slug === one.store)?.name ?? one.store ?? "–";
          const shown = open === one.store && one.different > 0;
          return (
            <Fragment key={one.store}>
              <tr>
                <th scope="row" className={list.name}>
                  <span className={list.dot} style={{ background: storeColour(stores, one.store) }} aria-hidden />
                  {name}
                </th>
                <td className={`${list.quiet} ${list.wideOnly}`}>{one.first && one.last ? formatRange({ from: one.first, to: one.last }) : "–"}</td>
                <td>{formatCount(one.days)}</td>
                <td>
                  {one.different === 0 ? (
                    "0"
                  ) : (
                    <button type="button" className={classes.link} aria-expanded={shown} aria-label={systemText.details(formatCount(one.different), name)} onClick={() => setOpen(shown ? null : one.store)}>
                      {formatCount(one.different)}
                    </button>
                  )}
                </td>
                <td data-tone={one.different > 0 ? "bad" : undefined} className={classes.toned}>
                  {formatPercent(one.accuracy, 2)}
                </td>
              </tr>
              {shown ? <Details one={one} /> : null}
            </Fragment>
          );
        })}
      </tbody>
    </table>
  );
}

function Details({ one }: { readonly one: StoreAccuracy }) {
  return (
    <tr>
      <td colSpan={5} className={classes.details}>
        <ul className={classes.sentences}>
          {one.differences.map((each) => (
            <li key={`${each.day} ${each.what}`}>
              <strong>{each.day === null ? systemText.noDay : formatDay(each.day)}</strong> {each.what}
            </li>
          ))}
        </ul>
      </td>
    </tr>
  );
}
