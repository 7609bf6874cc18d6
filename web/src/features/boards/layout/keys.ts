/** What a key means on a tile: nothing moves before it is picked up. */

export type Intent =
  | { readonly what: "pick" | "drop" | "cancel" | "remove" | "duplicate" | "edit" }
  | { readonly what: "move" | "resize"; readonly dx: number; readonly dy: number };

export interface Key {
  readonly key: string;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
}

const ARROWS: Readonly<Record<string, readonly [dx: number, dy: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

export function intentOf(pressed: Key, picked: boolean): Intent | null {
  const command = pressed.ctrlKey || pressed.metaKey;
  if (command) return pressed.key.toLowerCase() === "d" ? { what: "duplicate" } : null;
  const arrow = ARROWS[pressed.key];
  if (arrow !== undefined) return picked ? { what: pressed.shiftKey ? "resize" : "move", dx: arrow[0], dy: arrow[1] } : null;
  switch (pressed.key) {
    case "Enter":
    case " ":
      return { what: picked ? "drop" : "pick" };
    case "Escape":
      return picked ? { what: "cancel" } : null;
    case "Delete":
    case "Backspace":
      return { what: "remove" };
    case "e":
      return picked ? null : { what: "edit" };
    default:
      return null;
  }
}

/** Undo and redo of the whole board, wherever the focus is. */
export function historyIntent(pressed: Key): "undo" | "redo" | null {
  if (!pressed.ctrlKey && !pressed.metaKey) return null;
  const key = pressed.key.toLowerCase();
  if (key === "z") return pressed.shiftKey ? "redo" : "undo";
  return key === "y" ? "redo" : null;
}
