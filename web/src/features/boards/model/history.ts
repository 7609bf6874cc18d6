/** Undo and redo: documents before, now and after. What others saved meanwhile goes into all of them, so that undoing never takes it away. */
import { merge, type Conflict } from "@/features/boards/model/merge";
import type { Document } from "@/tiles/model";

export interface History {
  readonly past: readonly Document[];
  readonly present: Document;
  readonly future: readonly Document[];
  /** Edits of one group, such as the letters of a title, are undone together. */
  readonly group?: string | undefined;
}

const LONGEST = 200;

export const begin = (document: Document): History => ({ past: [], present: document, future: [] });

export const sameDocument = (a: Document, b: Document): boolean => a === b || JSON.stringify(a) === JSON.stringify(b);

export function change(history: History, next: Document, group?: string): History {
  if (sameDocument(history.present, next)) return history;
  const together = group !== undefined && group === history.group;
  return { past: together ? history.past : [...history.past, history.present].slice(-LONGEST), present: next, future: [], group };
}

export function undo(history: History): History {
  const before = history.past.at(-1);
  return before === undefined ? history : { past: history.past.slice(0, -1), present: before, future: [history.present, ...history.future] };
}

export function redo(history: History): History {
  const [after, ...future] = history.future;
  return after === undefined ? history : { past: [...history.past, history.present], present: after, future };
}

/** The history as if it had begun on what is saved now; what both changed comes back as conflicts of the present. */
export function rebase(history: History, from: Document, to: Document): { readonly history: History; readonly conflicts: readonly Conflict[] } {
  if (sameDocument(from, to)) return { history, conflicts: [] };
  const onto = (document: Document): Document => merge(from, to, document).document;
  const now = merge(from, to, history.present);
  return { history: { ...history, past: history.past.map(onto), present: now.document, future: history.future.map(onto) }, conflicts: now.conflicts };
}
