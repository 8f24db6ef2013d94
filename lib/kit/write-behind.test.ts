import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { log } from "./log";
import { forget } from "./remember";
import { allBufferFigures, writeBehind } from "./write-behind";

type Count = { id: string; count: number };

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval", "Date"] });
  forget("write-behind");
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const away = new Error("the database is away");
const unstorable = Object.assign(new Error("invalid byte sequence"), { code: "22021", severity: "ERROR" });

/** A buffer of five counts, and the parts in which they were written. A write fails with `failing`, and waits for `gate`. */
function counts(given: { idOf?: (entry: Count) => string } = {}) {
  const parts: Count[][] = [];
  const state: { failing?: Error; gate?: Promise<void>; begun: number } = { begun: 0 };
  const buffer = writeBehind<Count>({
    ...{ name: "counts", max: 5, flushMs: 1_000, ...given },
    merge: (known, next) => ({ ...known, count: known.count + next.count }),
    async write(entries) {
      state.begun++;
      await state.gate;
      if (state.failing) throw state.failing;
      if (entries.some(({ id }) => id.startsWith("bad"))) throw unstorable;
      parts.push(entries);
    },
  });
  const add = (...ids: string[]) => ids.map((id) => buffer.add(id, { id, count: 1 }));
  return { buffer, parts, state, add };
}

test("writes entries of one key as one, and each once", async () => {
  const { buffer, parts, add } = counts();
  add("a", "b", "a");
  expect(buffer.figures()).toEqual({ waiting: 2, dropped: 0 });
  expect(await buffer.flush()).toBe(true);
  expect(await buffer.flush()).toBe(true);
  expect(parts).toEqual([
    [
      { id: "a", count: 2 },
      { id: "b", count: 1 },
    ],
  ]);
});

test("keeps everything while the database is away, and adds to it what comes meanwhile", async () => {
  const { buffer, parts, state, add } = counts();
  add("a", "b");
  state.failing = away;
  const flushed = buffer.flush();
  add("a");
  expect(await flushed).toBe(false);
  add("b");
  expect(buffer.figures()).toEqual({ waiting: 2, dropped: 0 });
  state.failing = undefined;
  await buffer.flush();
  expect(parts.flat()).toEqual([
    { id: "a", count: 2 },
    { id: "b", count: 2 },
  ]);
});

test("leaves what was tried as it is where entries have ids", async () => {
  let made = 0;
  const { buffer, parts, state } = counts({ idOf: ({ id }) => id });
  const add = () => buffer.add("key", { id: `row ${++made}`, count: 1 });
  add();
  add();
  state.failing = away;
  await buffer.flush();
  add();
  await buffer.flush();
  state.failing = undefined;
  await buffer.flush();
  expect(parts.flat()).toEqual([
    { id: "row 1", count: 2 },
    { id: "row 3", count: 1 },
  ]);
});

test("turns away what comes while too many wait, counts it and says so once", async () => {
  const { buffer, state, add } = counts();
  const said = vi.spyOn(log(), "warn");
  state.failing = away;
  add("a", "b", "c", "d");
  const flushed = buffer.flush();
  expect(buffer.mayAdd(1)).toBe(true);
  expect(buffer.mayAdd(0.8)).toBe(false);
  expect(add("e", "f", "a")).toEqual([true, false, true]);
  await flushed;
  expect(buffer.figures()).toEqual({ waiting: 5, dropped: 2 });
  state.failing = undefined;
  await buffer.flush();
  expect(said).toHaveBeenCalledWith({ dropped: 2 }, expect.stringContaining("counts was dropped"));
  said.mockClear();
  await buffer.flush();
  expect(said).not.toHaveBeenCalled();
});

test("leaves out what no database can hold, and nothing else", async () => {
  const { buffer, parts, add } = counts();
  const said = vi.spyOn(log(), "error");
  add("a", "bad", "b", "c", "bad too");
  expect(await buffer.flush()).toBe(true);
  expect(parts.flat().map(({ id }) => id)).toEqual(["a", "b", "c"]);
  expect([buffer.figures(), said.mock.calls.length]).toEqual([{ waiting: 0, dropped: 2 }, 2]);
});

test("flushes once at a time, also when several ask", async () => {
  const { buffer, parts, state, add } = counts();
  let open = () => {};
  state.gate = new Promise((resolve) => {
    open = resolve;
  });
  add("a");
  const first = buffer.flush();
  await new Promise(setImmediate);
  add("b");
  const second = buffer.flush();
  await new Promise(setImmediate);
  expect(buffer.figures().waiting).toBe(2);
  expect(state.begun).toBe(1);
  open();
  expect([await first, await second]).toEqual([true, true]);
  expect(parts.map((part) => part.map(({ id }) => id))).toEqual([["a"], ["b"]]);
});

test("gathers for as long as it was told, unless all is asked for", async () => {
  const { buffer, parts } = counts();
  const gather = () => buffer.add("a", { id: "a", count: 1 }, 60_000);
  gather();
  await buffer.flush();
  vi.setSystemTime(Date.now() + 59_999);
  gather();
  await buffer.flush();
  expect(parts).toEqual([]);
  vi.setSystemTime(Date.now() + 1);
  await buffer.flush();
  gather();
  await buffer.flush(true);
  expect(parts.flat().map(({ count }) => count)).toEqual([2, 1]);
});

test("writes one key at once and leaves the others waiting", async () => {
  const { buffer, parts, add } = counts();
  add("a", "b");
  expect(await buffer.flushKey("b")).toBe(true);
  expect(parts).toEqual([[{ id: "b", count: 1 }]]);
  expect(allBufferFigures()).toEqual({ counts: { waiting: 1, dropped: 0 } });
});

test("writes by itself, and all that is left when it stops", async () => {
  const { buffer, parts, state, add } = counts();
  const stop = buffer.start();
  add("a");
  await vi.advanceTimersByTimeAsync(1_000);
  expect(parts).toHaveLength(1);
  state.failing = away;
  add("b");
  await vi.advanceTimersByTimeAsync(1_000);
  buffer.add("c", { id: "c", count: 1 }, 60_000);
  state.failing = undefined;
  await stop();
  expect(parts.flat().map(({ id }) => id)).toEqual(["a", "b", "c"]);
});
