import { describe, expect, it } from "vitest";
import { bytesOf, textOf } from "@/lib/passkeys";

describe("bytes of passkeys", () => {
  it("go to text and back whatever they are", () => {
    const all = Uint8Array.from({ length: 256 }, (_, index) => index);
    for (const length of [0, 1, 2, 3, 255, 256]) {
      const bytes = all.slice(0, length);
      expect(bytesOf(textOf(bytes.buffer))).toEqual(bytes);
    }
  });
  it("are written without signs that mean something in an address", () => {
    expect(textOf(Uint8Array.of(251, 255, 254).buffer)).toBe("-__-");
  });
});
