/** Follows a pointer that holds a tile: in cells of the grid under it, with the page scrolling along at its edges. */
import type { PointerEvent as ReactPointerEvent } from "react";
import { COLUMNS, ROW_GAP, ROW_HEIGHT } from "@/tiles/model";

export interface Drag {
  /** The cell of the tile's corner in the grid it is over, and that grid. */
  readonly x: number;
  readonly y: number;
  readonly parent: string | undefined;
  /** Cells gone since it was picked up. */
  readonly dx: number;
  readonly dy: number;
}

interface Followers {
  readonly move: (drag: Drag) => void;
  readonly drop: (drag: Drag) => void;
  readonly cancel: () => void;
}

const BEGINS_PX = 4;
const EDGE_PX = 72;
const SCROLL_PX = 14;

export const ROW = ROW_HEIGHT + ROW_GAP;

export const columnOf = (width: number): number => (width + ROW_GAP) / COLUMNS;

export function follow(event: ReactPointerEvent<HTMLElement>, by: "move" | "size", followers: Followers): void {
  const handle = event.currentTarget;
  const box = handle.closest<HTMLElement>("[data-tile]");
  const home = box?.parentElement?.closest<HTMLElement>("[data-grid]");
  if (event.button !== 0 || !box || !home) return;
  const column = columnOf(home.clientWidth);
  const first = { x: event.pageX, y: event.pageY };
  let last = { x: event.clientX, y: event.clientY };
  let drag: Drag | null = null;
  let frame = 0;
  const pointer = event.pointerId;
  handle.setPointerCapture(pointer);

  const look = (): void => {
    frame = 0;
    const gone = { x: last.x + scrollX - first.x, y: last.y + scrollY - first.y };
    if (drag === null && Math.hypot(gone.x, gone.y) < BEGINS_PX) return;
    if (by === "move") {
      box.dataset["held"] = "true";
      box.style.translate = `${gone.x}px ${gone.y}px`;
    }
    const next = { ...(by === "move" ? cellUnder(box, home, last) : { x: 0, y: 0, parent: home.dataset["grid"] || undefined }), dx: Math.round(gone.x / column), dy: Math.round(gone.y / ROW) };
    if (drag === null || next.x !== drag.x || next.y !== drag.y || next.parent !== drag.parent || (by === "size" && (next.dx !== drag.dx || next.dy !== drag.dy))) followers.move(next);
    drag = next;
    const edge = last.y < EDGE_PX ? -SCROLL_PX : last.y > innerHeight - EDGE_PX ? SCROLL_PX : 0;
    if (edge !== 0) {
      window.scrollBy(0, edge);
      frame = requestAnimationFrame(look);
    }
  };
  const moved = (at: PointerEvent): void => {
    if (at.pointerId !== pointer) return;
    last = { x: at.clientX, y: at.clientY };
    if (frame === 0) frame = requestAnimationFrame(look);
  };
  const end = (): void => {
    cancelAnimationFrame(frame);
    handle.removeEventListener("pointermove", moved);
    handle.removeEventListener("pointerup", dropped);
    handle.removeEventListener("pointercancel", cancelled);
    window.removeEventListener("keydown", escape, true);
    delete box.dataset["held"];
    box.style.translate = "";
    if (handle.hasPointerCapture(pointer)) handle.releasePointerCapture(pointer);
  };
  const dropped = (at: PointerEvent): void => {
    last = { x: at.clientX, y: at.clientY };
    look();
    end();
    if (drag !== null) followers.drop(drag);
  };
  const cancelled = (): void => {
    end();
    if (drag !== null) followers.cancel();
  };
  const escape = (pressed: KeyboardEvent): void => {
    if (pressed.key !== "Escape") return;
    pressed.preventDefault();
    pressed.stopPropagation();
    cancelled();
  };
  handle.addEventListener("pointermove", moved);
  handle.addEventListener("pointerup", dropped);
  handle.addEventListener("pointercancel", cancelled);
  window.addEventListener("keydown", escape, true);
}

/** The grid under the pointer, which is never one inside the tile that is held, and the tile's cell in it. */
function cellUnder(box: HTMLElement, home: HTMLElement, at: { readonly x: number; readonly y: number }): Pick<Drag, "x" | "y" | "parent"> {
  const under = document.elementsFromPoint(at.x, at.y).filter((element) => !box.contains(element));
  const grid = under.map((element) => element.closest<HTMLElement>("[data-grid]")).find((found) => found !== null && !box.contains(found)) ?? home;
  const [of, own] = [grid.getBoundingClientRect(), box.getBoundingClientRect()];
  return { x: Math.round((own.left - of.left) / columnOf(of.width)), y: Math.round((own.top - of.top) / ROW), parent: grid.dataset["grid"] || undefined };
}
