import { describe, expect, it } from "vitest";
import { offsetOf, offsetWords, zoneItems } from "./time-zones";

describe("the list of time zones", () => {
  it.each([
    ["UTC", "UTC"],
    ["Europe/Berlin", "UTC+1"],
    ["Asia/Kolkata", "UTC+5:30"],
    ["America/St_Johns", "UTC−3:30"],
  ])("says how far %s is from UTC in winter: %s", (zone, words) =>
    expect(offsetWords(offsetOf(zone, new Date("2026-01-15T12:00:00Z")))).toBe(words),
  );

  it("begins with the device, names every zone once and keeps one it does not know by itself", () => {
    const items = zoneItems("Europe/Berlin", "Etc/GMT+3");
    expect(items[0]?.value).toBe("");
    expect(items.filter(({ value }) => value === "UTC")).toHaveLength(1);
    expect(items.find(({ value }) => value === "America/New_York")?.label).toBe("America/New York");
    expect(items.map(({ value }) => value)).toContain("Etc/GMT+3");
    expect(items.map(({ value }) => value)).toContain("Asia/Kolkata");
    expect(items.map(({ value }) => value)).not.toContain("Asia/Calcutta");
  });
});
