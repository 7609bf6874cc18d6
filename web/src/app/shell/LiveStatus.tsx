/** How fresh the figures on the page are: the newest answer's own clock, or since when it stands still. */
import { useQueryClient } from "@tanstack/react-query";
import { useSyncExternalStore } from "react";
import { Freshness } from "@/board/freshness";
import { useView } from "@/app/view";
import { shellText } from "@/i18n/shell";
import { ago, timeIn } from "@/lib/clock";
import { useNow } from "@/lib/useNow";
import classes from "./LiveStatus.module.css";

export function LiveStatus() {
  const client = useQueryClient();
  const state = useSyncExternalStore(Freshness.subscribe, Freshness.current);
  const now = useNow(1_000);
  const { zone } = useView();
  if (state === null) return null;
  const asOf = new Date(state.asOf);
  const words = state.stale ? shellText.staleSince(timeIn(zone, state.since === null ? asOf : new Date(state.since))) : shellText.live;
  return (
    <button
      type="button"
      className={classes.live}
      data-stale={state.stale}
      title={shellText.liveAt(ago(asOf, now))}
      onClick={() => void client.invalidateQueries({ queryKey: ["figures"] })}
    >
      <span className={classes.dot} aria-hidden />
      {words}
      <span className={classes.age}>{ago(asOf, now)}</span>
      <span className="sr">, fetch again</span>
    </button>
  );
}
