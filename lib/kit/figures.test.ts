import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { processId, publish, publishHere, RESUMED, subscribe } from "./bus";
import { figure } from "./figures";
import { processes, startPeers } from "./peers";
import { forget } from "./remember";

type Word = { process: string; leaves?: true; parts?: Record<string, unknown> };

const teapots = figure("teapots", () => own);

let own = 0;
let heard: Word[] = [];
let stops: (() => void)[] = [];

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval", "Date"] });
  for (const name of ["peers", "figure:teapots"]) forget(name);
  [own, heard] = [0, []];
  stops = [subscribe("peers", (word) => void heard.push(word as Word))];
});
afterEach(() => {
  for (const stop of stops) stop();
  vi.useRealTimers();
});

const hear = (process: string, told: number) => publish("peers", { process, parts: { teapots: told } });
const leave = (process: string) => publish("peers", { process, leaves: true });

test("gathers what the other processes said, until they are silent or say goodbye", () => {
  stops.push(startPeers());
  hear("two", 3);
  hear("three", 5);
  expect(teapots()).toEqual([0, 3, 5]);
  own = 1;
  hear("two", 4);
  expect(teapots()).toEqual([1, 4, 5]);
  expect(processes()).toEqual([processId(), "two", "three"].sort());
  leave("three");
  expect(teapots()).toEqual([1, 4]);
  vi.advanceTimersByTime(29_000);
  expect(teapots()).toEqual([1, 4]);
  vi.advanceTimersByTime(7_000);
  expect(teapots()).toEqual([1]);
  expect(processes()).toEqual([processId()]);
});

test("tells its own every few seconds, at once to a newcomer, and says goodbye", () => {
  const stop = startPeers();
  expect(heard).toHaveLength(1);
  own = 2;
  vi.advanceTimersByTime(10_000);
  expect(heard).toHaveLength(3);
  hear("two", 3);
  hear("two", 4);
  const said = heard.filter(({ process }) => process === processId());
  expect(said.map(({ parts }) => parts?.teapots)).toEqual([0, 2, 2, 2]);
  stop();
  expect(heard.at(-1)).toEqual({ process: processId(), leaves: true });
});

test("lets the silence of the others begin when they can be heard again, and tells them of itself", () => {
  stops.push(startPeers());
  hear("two", 3);
  vi.advanceTimersByTime(29_000);
  const before = heard.length;
  publishHere(RESUMED, null);
  expect(heard).toHaveLength(before + 1);
  vi.advanceTimersByTime(29_000);
  expect(teapots()).toEqual([0, 3]);
  vi.advanceTimersByTime(7_000);
  expect(teapots()).toEqual([0]);
});
