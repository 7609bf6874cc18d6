import { describe, expect, it } from "vitest";
import { recentIn } from "@/lib/clock";

const NOW = new Date("2026-11-23T02:00:00Z"); // a Monday, 03:00 in Berlin and Sunday evening in New York

describe("a recent instant", () => {
  const shown = (at: string, zone = "Europe/Berlin"): string => recentIn(zone, new Date(at), NOW);

  it("of today is a time", () => {
    expect(shown("2026-11-22T23:30:00Z")).toBe("00:30");
  });

  it("of the six days before names the weekday of the zone", () => {
    expect(shown("2026-11-22T22:30:00Z")).toBe("Sun 23:30");
    expect(shown("2026-11-17T10:00:00Z")).toBe("Tue 11:00");
    expect(shown("2026-11-22T22:30:00Z", "America/New_York")).toBe("17:30");
  });

  it("older, or of a day to come, is a date", () => {
    expect(shown("2026-11-16T10:00:00Z")).toBe("16 Nov 2026");
    expect(shown("2026-11-24T10:00:00Z")).toBe("24 Nov 2026");
  });
});
