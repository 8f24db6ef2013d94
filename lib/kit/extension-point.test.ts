import { expect, test } from "vitest";
import { extensionPoint } from "./extension-point";

test("knows its own before anything is installed, and what was added after it", () => {
  const point = extensionPoint<string>("test-own", ["tea"]);
  expect(point.all()).toEqual(["tea"]);
  point.install(["milk"]);
  expect(point.all()).toEqual(["tea", "milk"]);
  point.install([]);
  expect(point.all()).toEqual(["tea"]);
});

test("is one for all copies of the module that name it", () => {
  const [one, other] = [extensionPoint<number>("test-shared"), extensionPoint<number>("test-shared")];
  one.install([1]);
  expect(other.all()).toEqual([1]);
});

test("makes what is derived once, and anew after it was filled", () => {
  const point = extensionPoint<number>("test-derived");
  let made = 0;
  const sum = point.derive((all) => {
    made++;
    return all.reduce((total, one) => total + one, 0);
  });
  point.install([1, 2]);
  expect([sum(), sum(), made]).toEqual([3, 3, 1]);
  point.install([5]);
  expect([sum(), made]).toEqual([5, 2]);
});
