import { expect, test } from "vitest";
import { AppError } from "@/lib/shared/errors";
import { createFairQueue } from "./fair-queue";

/** A queue in which one works and `waiting` wait in each lane, and what came of it, in order. */
function queueOf(waiting: number) {
  const queue = createFairQueue(1, waiting, () => new AppError("unavailable"));
  const done: string[] = [];
  const all: Promise<unknown>[] = [];
  const come = (name: string, key: string, favoured = false) => {
    const work = async () => void done.push(name);
    all.push(queue.run({ key, favoured }, work).catch(() => done.push(`${name} refused`)));
  };
  return { come, outcome: async () => (await Promise.all(all), done) };
}

test("lets the favoured go first, however many others wait", async () => {
  const { come, outcome } = queueOf(90);
  for (let n = 0; n < 90; n++) come(`flood ${n}`, `ip ${n}`);
  come("known", "ann", true);
  expect((await outcome()).slice(0, 3)).toEqual(["flood 0", "known", "flood 1"]);
});

test("has places for the favoured when all others are taken", async () => {
  const { come, outcome } = queueOf(2);
  for (let n = 0; n < 4; n++) come(`flood ${n}`, `ip ${n}`);
  come("known", "ann", true);
  expect(await outcome()).toEqual(["flood 0", "flood 3 refused", "known", "flood 1", "flood 2"]);
});

test("gives every key its turn, in the order in which they came", async () => {
  const { come, outcome } = queueOf(9);
  for (const name of ["a1", "a2", "a3", "b1", "b2", "c1"]) come(name, name.charAt(0));
  expect(await outcome()).toEqual(["a1", "a2", "b1", "c1", "a3", "b2"]);
});

test("takes a place of the key that holds the most for one that holds fewer, and refuses who would hold as many", async () => {
  const { come, outcome } = queueOf(3);
  for (const name of ["a1", "a2", "a3", "a4", "b1", "c1", "d1", "a5"]) come(name, name.charAt(0));
  const done = await outcome();
  expect(done.filter((name) => name.endsWith("refused")).toSorted()).toEqual([
    "a3 refused",
    "a4 refused",
    "a5 refused",
    "d1 refused",
  ]);
  expect(done.filter((name) => !name.endsWith("refused"))).toEqual(["a1", "a2", "b1", "c1"]);
});

test("goes on after work that fails", async () => {
  const queue = createFairQueue(1, 1, () => new AppError("unavailable"));
  const turn = { key: "a", favoured: false };
  const failing = queue.run(turn, () => Promise.reject(new Error("broken")));
  const next = queue.run(turn, async () => "next");
  await expect(failing).rejects.toThrow("broken");
  expect(await next).toBe("next");
});
