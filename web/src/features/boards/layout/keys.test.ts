import { expect, test } from "vitest";
import { historyIntent, intentOf, type Key } from "@/features/boards/layout/keys";

const press = (key: string, more: Partial<Key> = {}): Key => ({ key, shiftKey: false, ctrlKey: false, metaKey: false, ...more });

test("arrows move only what was picked up, with shift they size it", () => {
  expect(intentOf(press("ArrowDown"), false)).toBeNull();
  expect(intentOf(press("ArrowDown"), true)).toEqual({ what: "move", dx: 0, dy: 1 });
  expect(intentOf(press("ArrowLeft", { shiftKey: true }), true)).toEqual({ what: "resize", dx: -1, dy: 0 });
});

test("enter and space pick up and put down, escape takes back", () => {
  expect(intentOf(press("Enter"), false)).toEqual({ what: "pick" });
  expect(intentOf(press(" "), true)).toEqual({ what: "drop" });
  expect(intentOf(press("Escape"), true)).toEqual({ what: "cancel" });
  expect(intentOf(press("Escape"), false)).toBeNull();
});

test("remove, duplicate, undo, redo; other keys with control stay the browser's", () => {
  expect(intentOf(press("Delete"), false)).toEqual({ what: "remove" });
  expect(intentOf(press("d", { ctrlKey: true }), false)).toEqual({ what: "duplicate" });
  expect(intentOf(press("r", { ctrlKey: true }), false)).toBeNull();
  expect(historyIntent(press("z", { metaKey: true }))).toBe("undo");
  expect(historyIntent(press("Z", { ctrlKey: true, shiftKey: true }))).toBe("redo");
  expect(historyIntent(press("z"))).toBeNull();
});
