import { describe, expect, test } from "vitest";
import { Id, newId } from "./ids";

describe("newId", () => {
  test("makes UUIDs of version 7 that carry their time", () => {
    const id = newId(Date.UTC(2026, 10, 21));
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(Number.parseInt(id.slice(0, 13).replace("-", ""), 16)).toBe(Date.UTC(2026, 10, 21));
    expect(Id.parse(id)).toBe(id);
  });

  test("never makes one twice, also when new randomness is drawn in between", () => {
    const ids = Array.from({ length: 10_000 }, () => newId(0));
    expect(new Set(ids).size).toBe(10_000);
  });

  test("makes ids that sort by their time", () => {
    const ids = [1, 255, 256, 2 ** 40].map((at) => newId(at));
    expect(ids.toSorted()).toEqual(ids);
  });
});
