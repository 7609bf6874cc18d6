/** Edits that are not saved yet, kept in this browser until they are. */
import type { Base } from "@/features/boards/model/draft";
import type { Document } from "@/tiles/model";

export interface Kept {
  readonly base: Base;
  readonly document: Document;
}

const keyOf = (board: string): string => `comptoir-board-${board}`;

export function keep(board: string, kept: Kept): void {
  try {
    localStorage.setItem(keyOf(board), JSON.stringify(kept));
  } catch {
    // A full or closed storage only means that a closed window forgets.
  }
}

export function forget(board: string): void {
  try {
    localStorage.removeItem(keyOf(board));
  } catch {
    // As above.
  }
}

export function readKept(board: string): Kept | null {
  try {
    const found = JSON.parse(localStorage.getItem(keyOf(board)) ?? "null") as Partial<Kept> | null;
    return found?.base?.document.format === 1 && found.document?.format === 1 ? { base: found.base, document: found.document } : null;
  } catch {
    return null;
  }
}
