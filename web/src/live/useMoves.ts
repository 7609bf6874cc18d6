import { useEffect, useEffectEvent, useSyncExternalStore } from "react";
import type { Query } from "@/api/query";
import { Live } from "@/live/client";

const PAUSE_MS = 1_000;

/**
 * Calls `onMove` when the answer to a query was sent anew: at once, then at most once a second, never losing the last.
 * Returns whether somebody tells; if not, the caller asks by itself.
 */
export function useMoves(query: Query, onMove: () => void): boolean {
  const key = JSON.stringify(query);
  const move = useEffectEvent(onMove);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | null = null;
    let moved = Number.NEGATIVE_INFINITY;
    const leave = Live.follow(JSON.parse(key) as Query, () => {
      timer ??= setTimeout(() => {
        timer = null;
        moved = performance.now();
        move();
      }, Math.max(0, moved + PAUSE_MS - performance.now()));
    });
    return () => {
      leave();
      if (timer !== null) clearTimeout(timer);
    };
  }, [key]);
  return useSyncExternalStore(Live.subscribe, () => Live.current().phase === "live");
}
