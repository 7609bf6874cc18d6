/** What a mark of a tile opens, on boards and in the explorer: the menu, and the way into the explorer with where one came from. */
import { useLocation, useNavigate } from "@tanstack/react-router";
import { lazy, Suspense, useEffect, useMemo, useRef, useState, type ReactNode } from "react";
import { openTile, type Opening } from "@/features/explore/drill";
import { writeState } from "@/features/explore/address";
import { allPicks, trailFrom, writeTrail } from "@/features/explore/trail";
import { DrillContext, type Drill, type DrillMark } from "@/tiles/drill";

const DrillMenu = lazy(() => import("@/features/explore/DrillMenu"));

export interface Spot {
  readonly x: number;
  readonly y: number;
  /** Gets the focus back. */
  readonly from: HTMLElement | null;
}

/** How long after a press a menu still belongs to the pointer. */
const PRESSED_MS = 800;

export function DrillProvider({ exploring = false, children }: { readonly exploring?: boolean; readonly children: ReactNode }) {
  const [open, setOpen] = useState<{ readonly mark: DrillMark; readonly spot: Spot } | null>(null);
  const spotNow = useSpot();
  const go = useOpening();
  const drill = useMemo((): Drill => ({ open: (mark) => setOpen({ mark, spot: spotNow() }), explore: exploring ? null : (asked) => go(openTile(asked)) }), [exploring, spotNow, go]);
  const close = (): void => {
    setOpen(null);
    open?.spot.from?.focus();
  };
  return (
    <DrillContext value={drill}>
      {children}
      <Suspense>{open === null ? null : <DrillMenu mark={open.mark} spot={open.spot} go={go} onClose={close} />}</Suspense>
    </DrillContext>
  );
}

/** Opens a question in the explorer; the way back is kept in the address. */
export function useOpening(): (opening: Opening) => void {
  const navigate = useNavigate();
  const location = useLocation();
  const current = useRef(location);
  current.current = location;
  const go = useRef((opening: Opening): void => {
    const { pathname, search } = current.current;
    void navigate({ to: "/explore", search: { ...allPicks(opening.picks), ...writeState(opening.state), trail: writeTrail(trailFrom(pathname, search)) } });
  });
  return go.current;
}

/** Where the hand is: the last press, else whatever has the focus. */
function useSpot(): () => Spot {
  const pressed = useRef({ x: 0, y: 0, at: -Infinity });
  useEffect(() => {
    const press = (event: PointerEvent): void => {
      pressed.current = { x: event.clientX, y: event.clientY, at: performance.now() };
    };
    const key = (): void => {
      pressed.current = { ...pressed.current, at: -Infinity };
    };
    window.addEventListener("pointerdown", press, { capture: true });
    window.addEventListener("keydown", key, { capture: true });
    return () => {
      window.removeEventListener("pointerdown", press, { capture: true });
      window.removeEventListener("keydown", key, { capture: true });
    };
  }, []);
  const spot = useRef((): Spot => {
    const from = document.activeElement instanceof HTMLElement && document.activeElement !== document.body ? document.activeElement : null;
    const { x, y, at } = pressed.current;
    if (performance.now() - at < PRESSED_MS || from === null) return { x, y, from };
    const box = from.getBoundingClientRect();
    return { x: box.left + Math.min(box.width / 2, 200), y: Math.min(box.bottom, window.innerHeight - 40), from };
  });
  return spot.current;
}
