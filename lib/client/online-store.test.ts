import { describe, expect, it } from "vitest";
import { PRESENCE_NAMED_MAX } from "@/lib/shared/bounds";
import { hearPresence, openOnline, relist } from "./online-store";

const user = (id: string) => ({ id, username: id, displayName: id, role: "user" as const });
const me = user("me");
const start = openOnline({ items: [user("ada"), user("bob")], total: 2 });

describe("who is online", () => {
  it("drops who went", () => {
    const { state, isStale } = hearPresence(start, { online: [], offline: ["bob"], count: 1 }, me);
    expect([[...state.ids], state.listed.map(({ id }) => id), state.count, isStale]).toEqual([
      ["ada"],
      ["ada"],
      1,
      false,
    ]);
  });

  it("knows that someone came before it knows their face", () => {
    const { state, isStale } = hearPresence(start, { online: ["cleo"], offline: [], count: 3 }, me);
    expect([state.ids.has("cleo"), state.count, isStale]).toEqual([true, 3, true]);
    expect(hearPresence(start, { online: ["ada"], offline: [], count: 2 }, me).isStale).toBe(false);
  });

  it("asks for the list when more went than are named", () => {
    const offline = Array.from({ length: PRESENCE_NAMED_MAX }, (_, i) => `anonymousAt ${i}`);
    expect(hearPresence(start, { online: [], offline, count: 2 }, me).isStale).toBe(true);
    expect(hearPresence(start, { online: [], offline: offline.slice(1), count: 2 }, me).isStale).toBe(false);
  });

  it("needs no reading to know the own face", () => {
    const { state, isStale } = hearPresence(start, { online: ["me"], offline: [], count: 3 }, me);
    expect([state.listed.at(-1), isStale]).toEqual([me, false]);
  });

  it("keeps ids beyond the list when it is read again", () => {
    const { state } = hearPresence(start, { online: ["zoe"], offline: [], count: 3 }, me);
    const again = relist(state, { items: [user("ada")], total: 3 });
    expect([again.ids.has("zoe"), again.listed.length]).toEqual([true, 1]);
  });
});
