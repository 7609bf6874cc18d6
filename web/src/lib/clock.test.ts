import { describe, expect, it } from "vitest";
import { dayIn, recentIn, startOfDayIn } from "@/lib/clock";

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

describe("the start of a day", () => {
  it.each([
    ["Europe/Berlin", "2026-03-29", "2026-03-28T23:00:00.000Z"],
    ["Europe/Berlin", "2026-03-30", "2026-03-29T22:00:00.000Z"],
    ["Europe/Berlin", "2026-10-25", "2026-10-24T22:00:00.000Z"],
    ["America/New_York", "2026-11-01", "2026-11-01T04:00:00.000Z"],
    ["America/New_York", "2026-11-02", "2026-11-02T05:00:00.000Z"],
    ["Asia/Kolkata", "2026-01-01", "2025-12-31T18:30:00.000Z"],
    ["Pacific/Auckland", "2026-09-27", "2026-09-26T12:00:00.000Z"],
  ])("in %s of %s", (zone, day, instant) => {
    expect(startOfDayIn(zone, day).toISOString()).toBe(instant);
    expect(dayIn(zone, startOfDayIn(zone, day))).toBe(day);
    expect(dayIn(zone, new Date(startOfDayIn(zone, day).getTime() - 1))).not.toBe(day);
  });
});
