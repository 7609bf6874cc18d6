import { expect, test } from "vitest";
import { formatSeconds } from "@/lib/duration";

test("spans are written in the two units that matter", () => {
  const written = [0, 0.24, 9.96, 48.4, 60, 200, 3600, 7440, 300_000].map((span) => formatSeconds(span).replaceAll("\u202f", " "));
  expect(written).toEqual(["0.0 s", "0.2 s", "10.0 s", "48 s", "1 min", "3 min 20 s", "1 h", "2 h 4 min", "3 days"]);
});
