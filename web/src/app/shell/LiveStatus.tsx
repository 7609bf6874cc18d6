/** How fresh the figures on the page are: the newest answer's own clock, or since when it stands still. */
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useSyncExternalStore } from "react";
import { Freshness } from "@/board/freshness";
import { useView } from "@/app/view";
import { shellText } from "@/i18n/shell";
import { ago, timeIn } from "@/lib/clock";
import { useNow } from "@/lib/useNow";
import { Live, type LiveState } from "@/live/client";
import classes from "./LiveStatus.module.css";

export function LiveStatus() {
  const client = useQueryClient();
  const state = useSyncExternalStore(Freshness.subscribe, Freshness.current);
  const live = useSyncExternalStore(Live.subscribe, Live.current);
  const now = useNow(1_000);
  const { zone } = useView();
  // A session that ended is known to the next question, which leads to sign-in.
  useEffect(() => {
    if (live.phase === "ended") void client.invalidateQueries({ queryKey: ["figures"] });
  }, [live.phase, client]);
  if (state === null) return null;
  const asOf = new Date(state.asOf);
  const since = staleSince(live, state.stale ? (state.since ?? state.asOf) : null);
  const words = since === null ? connection(live) : shellText.staleSince(timeIn(zone, new Date(since), true));
  return (
    <button
      type="button"
      className={classes.live}
      data-stale={since !== null}
      title={shellText.liveAt(ago(asOf, now))}
      onClick={() => void client.invalidateQueries({ queryKey: ["figures"] })}
    >
      <span className={classes.dot} aria-hidden />
      {words}
      <span className={classes.age}>{age(live) ?? ago(asOf, now)}</span>
      <span className="sr">, fetch again</span>
    </button>
  );
}

/** While connected the server says how the figures stand; else the newest answer does. */
function staleSince(live: LiveState, answered: string | null): string | null {
  if (live.phase !== "live") return answered;
  return live.catchingUp ? null : live.staleSince;
}

function connection(live: LiveState): string {
  if (live.phase === "reconnecting") return shellText.reconnecting;
  return live.phase === "live" && live.catchingUp ? shellText.catchingUp : shellText.live;
}

const age = (live: LiveState): string | null =>
  live.phase === "live" && live.lag !== null && live.lag < 60 ? shellText.liveLag(live.lag.toFixed(1)) : null;
