import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { processId, publish, subscribe } from "@/lib/kit/bus";
import { startPeers } from "@/lib/kit/peers";
import { forget } from "@/lib/kit/remember";
import { newId } from "@/lib/shared/ids";
import { connectedIds, connectionsOf, isSeen, noteConnections, onlineIds, startPresence } from "./presence";
import { LIVE_HERE, type LiveMessage } from "./publish";

type Said = { online: string[]; offline: string[]; count: number };

let said: Said[] = [];
let stops: (() => void)[] = [];

beforeEach(() => {
  vi.useFakeTimers();
  for (const name of ["presence", "peers"]) forget(name);
  said = [];
  const hear = (message: unknown) => void said.push((message as LiveMessage).data as Said);
  stops = [subscribe(LIVE_HERE, hear), startPeers(), startPresence()];
});
afterEach(() => {
  for (const stop of stops) stop();
  vi.useRealTimers();
});

type Told = [userId: string, connections: number, shown?: boolean];
const change = (process: string, members: Told[]) => publish("presence", { process, members });
const repeat = (process: string, members: Told[]) => publish("peers", { process, parts: { presence: members } });

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
  change("other", [[ann, 1]]);
  noteConnections(ann, 0);
  expect(connectionsOf(ann)).toBe(1);
  change("other", [[ann, 0]]);
  expect(onlineIds().has(ann)).toBe(false);
});

test("believes what a process repeats over what it said before", () => {
  const [ann, ben] = [newId(), newId()];
  change("other", [[ann, 1]]);
  repeat("other", [[ben, 3]]);
  expect([connectionsOf(ann), connectionsOf(ben)]).toEqual([0, 3]);
});

test("forgets a process that fell silent, and not one that goes on", () => {
  const [ann, ben] = [newId(), newId()];
  repeat("dead", [[ann, 1]]);
  for (let n = 0; n < 4; n++) {
    repeat("alive", [[ben, 1]]);
    vi.advanceTimersByTime(10_000);
  }
  expect([connectionsOf(ann), connectionsOf(ben)]).toEqual([0, 1]);
  expect(said.at(-1)?.offline).toEqual([ann]);
});

test("forgets a process that was heard once and never again, and one that says goodbye", () => {
  const [ann, ben] = [newId(), newId()];
  change("dead", [[ann, 1]]);
  repeat("other", [[ben, 2]]);
  expect([connectionsOf(ann), connectionsOf(ben)]).toEqual([1, 2]);
  publish("peers", { process: "other", leaves: true });
  expect([connectionsOf(ann), connectionsOf(ben)]).toEqual([1, 0]);
  vi.advanceTimersByTime(40_000);
  expect(connectionsOf(ann)).toBe(0);
});

test("repeats its own members, and tells nothing more once it stopped", () => {
  const heard: unknown[] = [];
  stops.push(subscribe("peers", (word) => void heard.push(word)));
  stops.push(subscribe("presence", (word) => void heard.push(word)));
  const ann = newId();
  noteConnections(ann, 2, false);
  vi.advanceTimersByTime(10_000);
  expect(heard.at(-1)).toMatchObject({ process: processId(), parts: { presence: [[ann, 2, false]] } });
  expect(heard).toHaveLength(3);
  const [, stopPeers, stopPresence] = stops;
  stopPresence?.();
  stopPeers?.();
  expect(heard.at(-1)).toEqual({ process: processId(), leaves: true });
  noteConnections(ann, 0);
  expect(heard).toHaveLength(4);
});

test("counts the tabs of a member who does not want to be seen, and tells nobody of them", () => {
  const ann = newId();
  noteConnections(ann, 2, false);
  repeat("other", [[ann, 1, false]]);
  vi.advanceTimersByTime(20_000);
  expect(connectionsOf(ann)).toBe(3);
  expect([isSeen(ann), onlineIds().size, connectedIds().size, said]).toEqual([false, 0, 1, []]);
  noteConnections(ann, 2, true);
  vi.advanceTimersByTime(2_000);
  expect(said).toEqual([{ online: [ann], offline: [], count: 1 }]);
  noteConnections(ann, 2, false);
  vi.advanceTimersByTime(2_000);
  expect(said.at(-1)).toEqual({ online: [], offline: [ann], count: 0 });
});
