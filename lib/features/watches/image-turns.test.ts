import { afterEach, expect, test, vi } from "vitest";
import { makeTurns } from "./image-turns";

afterEach(() => void vi.useRealTimers());

const nothingYet = Symbol("nothing yet");
const soon = <T>(task: Promise<T>) => Promise.race([task, new Promise((done) => setImmediate(done, nothingYet))]);

test("four of a host go at a time, the others in the order in which they came", async () => {
  const turns = makeTurns();
  const running = await Promise.all(Array.from({ length: 4 }, () => turns.take("a")));
  const [fifth, sixth] = [turns.take("a"), turns.take("a")];
  expect([await soon(fifth), await soon(sixth)]).toEqual([nothingYet, nothingYet]);
  running[2]?.();
  expect([await soon(fifth), await soon(sixth)]).toEqual([expect.any(Function), nothingYet]);
  (await fifth)?.();
  expect(await soon(sixth)).toEqual(expect.any(Function));
});

test("sixteen go in all, and a busy host keeps nobody from another", async () => {
  const turns = makeTurns();
  const first = await Promise.all(["a", "b", "c"].flatMap((host) => Array.from({ length: 4 }, () => turns.take(host))));
  const waitingAtA = turns.take("a");
  for (let at = 0; at < 4; at++) expect(await soon(turns.take(`d${at}`))).toEqual(expect.any(Function));
  const seventeenth = turns.take("e");
  expect(await soon(seventeenth)).toBe(nothingYet);
  first[5]?.();
  expect([await soon(waitingAtA), await soon(seventeenth)]).toEqual([nothingYet, expect.any(Function)]);
});

test("too many are sent away, and whoever waits too long", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  const turns = makeTurns();
  const running = await Promise.all(Array.from({ length: 4 }, () => turns.take("a")));
  const line = Array.from({ length: 64 }, () => turns.take("a"));
  expect(await soon(turns.take("a"))).toBeUndefined();
  running[0]?.();
  expect(await soon(line[0] as Promise<unknown>)).toEqual(expect.any(Function));
  vi.advanceTimersByTime(10_000);
  expect(await soon(Promise.all(line.slice(1)))).toEqual(Array.from({ length: 63 }, () => undefined));
  running[1]?.();
  expect(await soon(turns.take("a"))).toEqual(expect.any(Function));
});
