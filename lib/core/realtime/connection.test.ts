import { expect, test } from "vitest";
import { newAllowance, takeEvent } from "./connection";

const takeMany = (allowance: ReturnType<typeof newAllowance>, count: number, at: number) =>
  Array.from({ length: count }, () => takeEvent(allowance, at));

test("lets a burst of sixty events pass, then thirty a second", () => {
  const allowance = newAllowance(0);
  expect(takeMany(allowance, 61, 0)).toEqual([...Array<string>(60).fill("ok"), "refused"]);
  expect(takeMany(allowance, 31, 1_000)).toEqual([...Array<string>(30).fill("ok"), "refused"]);
  expect(takeMany(allowance, 61, 60_000)).toEqual([...Array<string>(60).fill("ok"), "refused"]);
});

test("calls it a flood when a client goes on long after it was refused, however slowly it is refilled", () => {
  const allowance = newAllowance(0);
  const answers = [];
  // A thousand events in each of two seconds.
  for (let at = 0; at < 2_000; at++) answers.push(takeEvent(allowance, at));
  expect(answers).toContain("flood");
  expect(answers.slice(0, 60)).not.toContain("refused");
});

test("forgives a client that keeps within its allowance", () => {
  const allowance = newAllowance(0);
  takeMany(allowance, 160, 0);
  for (let at = 1_000; at < 11_000; at += 100) expect(takeEvent(allowance, at)).toBe("ok");
  expect(allowance.refused).toBe(0);
});

test("is not fooled by a clock that goes back", () => {
  const allowance = newAllowance(10_000);
  takeMany(allowance, 60, 10_000);
  expect(takeEvent(allowance, 5_000)).toBe("refused");
});
