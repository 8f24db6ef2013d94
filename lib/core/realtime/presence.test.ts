import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { publish, subscribe } from "@/lib/kit/bus";
import { forget } from "@/lib/kit/remember";
import { newId } from "@/lib/shared/ids";
import { connectedIds, isSeen, keepPresence, noteConnections, onlineIds, tabsOf } from "./presence";
import { LIVE_HERE, type LiveMessage } from "./publish";

type Said = { online: string[]; offline: string[]; count: number };

let said: Said[] = [];
let stops: (() => void)[] = [];

beforeEach(() => {
  vi.useFakeTimers();
  forget("presence");
  said = [];
  const hear = (message: unknown) => void said.push((message as LiveMessage).data as Said);
  stops = [subscribe(LIVE_HERE, hear), keepPresence()];
});
afterEach(() => {
  for (const stop of stops) stop();
  vi.useRealTimers();
});

const report = (process: string, whole: boolean, members: [string, number][]) =>
  publish("presence", { process, whole, members });

test("tells changes together, and only what is different in the end", () => {
  const [ann, ben, eve] = [newId(), newId(), newId()];
  noteConnections(ann, 1);
  noteConnections(ben, 2);
  noteConnections(eve, 1);
  noteConnections(eve, 0);
  expect(said).toEqual([]);
  vi.advanceTimersByTime(2_000);
  expect(said).toEqual([{ online: [ann, ben], offline: [], count: 2 }]);
  noteConnections(ben, 1);
  vi.advanceTimersByTime(2_000);
  expect(said).toHaveLength(1);
  noteConnections(ben, 0);
  vi.advanceTimersByTime(2_000);
  expect(said.at(-1)).toEqual({ online: [], offline: [ben], count: 1 });
});

test("names a hundred members at most, and counts them all", () => {
  for (let n = 0; n < 150; n++) noteConnections(newId(), 1);
  vi.advanceTimersByTime(2_000);
  expect(said[0]?.online).toHaveLength(100);
  expect(said[0]?.count).toBe(150);
});

test("keeps a member online who has a tab on another process", () => {
  const ann = newId();
  noteConnections(ann, 1);
  report("other", false, [[ann, 1]]);
  noteConnections(ann, 0);
  expect(tabsOf(ann)).toBe(1);
  report("other", false, [[ann, 0]]);
  expect(onlineIds().has(ann)).toBe(false);
});

test("believes what a process repeats over what it said before", () => {
  const [ann, ben] = [newId(), newId()];
  report("other", false, [[ann, 1]]);
  report("other", true, [[ben, 3]]);
  expect([tabsOf(ann), tabsOf(ben)]).toEqual([0, 3]);
});

test("forgets a process that fell silent, and not one that goes on", () => {
  const [ann, ben] = [newId(), newId()];
  report("dead", true, [[ann, 1]]);
  for (let n = 0; n < 4; n++) {
    report("alive", true, [[ben, 1]]);
    vi.advanceTimersByTime(10_000);
  }
  expect([tabsOf(ann), tabsOf(ben)]).toEqual([0, 1]);
  expect(said.at(-1)?.offline).toEqual([ann]);
});

test("says goodbye for its own members when it stops", () => {
  const heard: unknown[] = [];
  const stop = subscribe("presence", (message) => void heard.push(message));
  noteConnections(newId(), 1);
  stops.pop()?.();
  expect(heard.at(-1)).toMatchObject({ whole: true, members: [] });
  stop();
});

test("counts the tabs of a member who does not want to be seen, and tells nobody of them", () => {
  const ann = newId();
  noteConnections(ann, 2, false);
  publish("presence", { process: "other", whole: true, members: [[ann, 1, false]] });
  vi.advanceTimersByTime(20_000);
  expect(tabsOf(ann)).toBe(3);
  expect([isSeen(ann), onlineIds().size, connectedIds().size, said]).toEqual([false, 0, 1, []]);
  noteConnections(ann, 2, true);
  vi.advanceTimersByTime(2_000);
  expect(said).toEqual([{ online: [ann], offline: [], count: 1 }]);
  noteConnections(ann, 2, false);
  vi.advanceTimersByTime(2_000);
  expect(said.at(-1)).toEqual({ online: [], offline: [ann], count: 0 });
});
