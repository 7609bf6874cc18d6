import { expect, test } from "vitest";
import { readBoardSearch, readChosen, writeChosen } from "@/features/boards/search";
import { parseSearch, writeSearch } from "@/lib/picks";

test("chosen values come back from the address, whatever they hold", () => {
  const chosen = { category: ["Tea & cups", "a=b,c"], country: [], "odd name": ["*x"] };
  const search = parseSearch(writeSearch({ vars: writeChosen(chosen), edit: "1" }));
  expect(readChosen(readBoardSearch(search).vars)).toEqual(chosen);
  expect(readBoardSearch(search).edit).toBe("1");
});

test("what cannot be meant is left out", () => {
  expect(readBoardSearch({ edit: "yes", vars: 4, span: "soon" })).toEqual({ edit: undefined, vars: undefined, span: undefined });
  expect(readBoardSearch({ span: "2026-01-01..2026-01-09" }).span).toBe("2026-01-01..2026-01-09");
  expect(readChosen(undefined)).toEqual({});
  expect(writeChosen({})).toBeUndefined();
});
