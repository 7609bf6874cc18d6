import { expect, it } from "vitest";
import { csvOf } from "@/lib/csv";

it("quotes what must be quoted and disarms formulas but not amounts", () => {
  expect(csvOf(["a", "b"], [['say "hi", you', "=1+1"], ["-3.50", null]])).toBe('a,b\r\n"say ""hi"", you",\'=1+1\r\n-3.50,\r\n');
});
