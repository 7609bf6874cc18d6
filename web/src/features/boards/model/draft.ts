/** A board being edited: what is saved, what is changed since, and what two people changed at once. Pure; saves nothing itself. */
import type { Board, SavedConflict } from "@/api/boards";
import { begin, change, rebase, redo, sameDocument, undo, type History } from "@/features/boards/model/history";
import { putTile, removeTile, setSettings } from "@/features/boards/model/edits";
import { same, type Conflict } from "@/features/boards/model/merge";
import type { Document, Settings, Tile } from "@/tiles/model";

export interface Base {
  readonly version: number;
  readonly document: Document;
}

export interface OpenConflict extends Conflict {
  /** Whoever saved the other one. */
  readonly who: string | null;
}

export interface Draft {
  readonly base: Base;
  readonly history: History;
  readonly conflicts: readonly OpenConflict[];
}

export type Action =
  | { readonly do: "edit"; readonly edit: (document: Document) => Document; readonly group?: string | undefined }
  | { readonly do: "undo" | "redo" }
  | { readonly do: "saved"; readonly sent: Document; readonly board: Board; readonly conflicts: readonly SavedConflict[] }
  | { readonly do: "arrived"; readonly board: Board }
  | { readonly do: "replaced"; readonly board: Board }
  | { readonly do: "settle"; readonly conflict: OpenConflict; readonly keep: "theirs" | "yours" };

export const opened = (board: Board): Draft => ({ base: baseOf(board), history: begin(board.document), conflicts: [] });

/** Edits that were kept here because they could not be saved, on what they were made from. */
export const resumed = (base: Base, document: Document): Draft => ({ base, history: change(begin(base.document), document), conflicts: [] });

export const isDirty = (draft: Draft): boolean => !same(draft.base.document, draft.history.present);

const baseOf = (board: Board): Base => ({ version: board.version, document: board.document });

export function act(draft: Draft, action: Action): Draft {
  switch (action.do) {
    case "edit":
      return withHistory(draft, change(draft.history, action.edit(draft.history.present), action.group));
    case "undo":
      return withHistory(draft, undo(draft.history));
    case "redo":
      return withHistory(draft, redo(draft.history));
    case "saved":
      return onto(draft, action.sent, action.board, action.conflicts);
    case "arrived":
      return action.board.version > draft.base.version ? onto(draft, draft.base.document, action.board, []) : draft;
    case "replaced":
      return { base: baseOf(action.board), history: change(draft.history, action.board.document), conflicts: [] };
    case "settle":
      return settled(draft, action.conflict, action.keep);
  }
}

function withHistory(draft: Draft, history: History): Draft {
  return history === draft.history ? draft : { ...draft, history };
}

/** The draft on what the server holds now; an unchanged one keeps its identity, so that nothing is drawn again. */
function onto(draft: Draft, from: Document, board: Board, told: readonly SavedConflict[]): Draft {
  const agreed = same(from, board.document);
  const found = agreed ? { history: draft.history, conflicts: [] } : rebase(draft.history, from, reuse(board.document, from));
  const who = board.saved_by?.name ?? null;
  const fresh = [...told, ...found.conflicts].map((conflict) => ({ ...conflict, who }));
  const tiles = new Set(fresh.map((conflict) => conflict.tile));
  const conflicts = fresh.length === 0 ? draft.conflicts : [...draft.conflicts.filter((conflict) => !tiles.has(conflict.tile)), ...fresh];
  return { base: { version: board.version, document: agreed ? from : board.document }, history: found.history, conflicts };
}

/** Tiles that did not change stay the same objects. */
function reuse(next: Document, known: Document): Document {
  const old = new Map(known.tiles.map((tile) => [tile.id, tile]));
  return { ...next, tiles: next.tiles.map((tile) => (same(tile, old.get(tile.id)) ? (old.get(tile.id) ?? tile) : tile)) };
}

function settled(draft: Draft, conflict: OpenConflict, keep: "theirs" | "yours"): Draft {
  const conflicts = draft.conflicts.filter((one) => one !== conflict);
  if (keep === "theirs") return { ...draft, conflicts };
  const { present } = draft.history;
  const next = conflict.tile === null ? setSettings(present, conflict.yours as Settings) : conflict.yours === null ? removeTile(present, conflict.tile) : putTile(present, conflict.yours as Tile);
  return { ...draft, conflicts, history: sameDocument(present, next) ? draft.history : change(draft.history, next) };
}
