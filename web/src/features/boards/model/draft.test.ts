import { expect, test } from "vitest";
import type { Board } from "@/api/boards";
import { act, isDirty, opened, resumed, type Draft } from "@/features/boards/model/draft";
import { addTile, changeTile, EMPTY, removeTile } from "@/features/boards/model/edits";
import type { Document } from "@/tiles/model";

const FIRST = addTile(addTile(EMPTY, "a", { kind: "number", size: { w: 3, h: 3 } }), "b", { kind: "line", size: { w: 6, h: 6 } });

const board = (version: number, document: Document): Board => ({
  id: "1", name: "Sales", description: null, visibility: "personal", roles: [], owner: { id: "u", name: "Ada" }, is_mine: true, may_edit: true, may_manage: true, is_favourite: false,
  is_home: false, template: null, version, saved_at: "2026-01-01T00:00:00Z", tiles: document.tiles.length, document, saved_by: { id: "v", name: "Grace" },
});

const titled = (title: string, id = "a") => (document: Document): Document => changeTile(document, id, { title });
const edit = (draft: Draft, change: (document: Document) => Document): Draft => act(draft, { do: "edit", edit: change });

test("what was changed while a save was on its way is not lost with its answer", () => {
  const first = edit(opened(board(1, FIRST)), titled("Sent"));
  const sent = first.history.present;
  const second = edit(first, titled("Later", "b"));
  const saved = act(second, { do: "saved", sent, board: board(2, sent), conflicts: [] });
  expect(saved.history.present.tiles.map((tile) => tile.title)).toEqual(["Sent", "Later"]);
  expect(isDirty(saved)).toBe(true);
  expect(saved.base.version).toBe(2);
});

test("a saved board is clean, and its unchanged tiles are the same objects", () => {
  const first = edit(opened(board(1, FIRST)), titled("Mine"));
  const copy = JSON.parse(JSON.stringify(first.history.present)) as Document;
  const saved = act(first, { do: "saved", sent: first.history.present, board: board(2, copy), conflicts: [] });
  expect(isDirty(saved)).toBe(false);
  expect(saved.history.present).toBe(first.history.present);
});

test("what somebody else saved arrives under one's own edits", () => {
  const mine = edit(opened(board(1, FIRST)), titled("Mine"));
  const arrived = act(mine, { do: "arrived", board: board(2, titled("Hers", "b")(FIRST)) });
  expect(arrived.history.present.tiles.map((tile) => tile.title)).toEqual(["Mine", "Hers"]);
  expect(act(arrived, { do: "undo" }).history.present.tiles.map((tile) => tile.title)).toEqual([undefined, "Hers"]);
});

test("a conflict is settled either way, and yours can be undone", () => {
  const mine = edit(opened(board(1, FIRST)), titled("Mine"));
  const sent = mine.history.present;
  const theirs = titled("Hers")(FIRST);
  const conflict = { tile: "a", what: "changed" as const, yours: sent.tiles[0], theirs: theirs.tiles[0] };
  const saved = act(mine, { do: "saved", sent, board: board(3, theirs), conflicts: [conflict] });
  expect(saved.history.present.tiles[0]?.title).toBe("Hers");
  const [open] = saved.conflicts;
  if (open === undefined) throw new Error("the conflict is gone");
  expect(open.who).toBe("Grace");
  expect(act(saved, { do: "settle", conflict: open, keep: "theirs" }).history.present.tiles[0]?.title).toBe("Hers");
  const kept = act(saved, { do: "settle", conflict: open, keep: "yours" });
  expect(kept.history.present.tiles[0]?.title).toBe("Mine");
  expect(kept.conflicts).toEqual([]);
  expect(act(kept, { do: "undo" }).history.present.tiles[0]?.title).toBe("Hers");
});

test("a tile removed by one and changed by the other can be brought back", () => {
  const mine = edit(opened(board(1, FIRST)), titled("Mine"));
  const arrived = act(mine, { do: "arrived", board: board(2, removeTile(FIRST, "a")) });
  expect(arrived.history.present.tiles.map((tile) => tile.id)).toEqual(["b"]);
  const [open] = arrived.conflicts;
  if (open === undefined) throw new Error("the conflict is gone");
  expect(act(arrived, { do: "settle", conflict: open, keep: "yours" }).history.present.tiles.map((tile) => tile.title)).toContain("Mine");
});

test("edits kept after a failure go on from where they were made", () => {
  const again = resumed({ version: 1, document: FIRST }, titled("Kept")(FIRST));
  expect(isDirty(again)).toBe(true);
  expect(isDirty(act(again, { do: "undo" }))).toBe(false);
});
