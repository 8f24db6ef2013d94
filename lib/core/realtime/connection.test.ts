import { expect, test } from "vitest";
import type { SessionMember } from "@/lib/core/context";
import { newId } from "@/lib/shared/ids";
import { countEvent, newAllowance, takeEvent } from "./connection";
import { type TestConnection, testConnection } from "./testing";

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

const memberOf = (): SessionMember => ({
  kind: "member",
  id: newId(),
  username: "ada",
  displayName: "Ada",
  role: "user",
  via: { kind: "session", sessionId: newId() },
});

/** How many of `times` events pass that every connection sends at `at`. */
const passing = (connections: TestConnection[], times: number, at: number): number =>
  Array.from({ length: times }, () => connections.filter((connection) => countEvent(connection, at)).length).reduce(
    (sum, passed) => sum + passed,
  );

test("counts the events of a member over all their connections, and of nobody else", () => {
  const [ann, ben] = [memberOf(), memberOf()];
  const at = Date.now() + 60_000;
  const many = Array.from({ length: 40 }, () => testConnection(ann));
  expect(passing(many, 20, at)).toBe(180);
  expect(passing(many, 1, at + 500)).toBe(30);
  expect(countEvent(testConnection(ann), at + 500)).toBe(false);
  expect(passing([testConnection(ben)], 60, at)).toBe(60);
});

test("drops the connections that go on when their member has sent far too many, also new ones", () => {
  const ann = memberOf();
  const at = Date.now() + 60_000;
  const many = Array.from({ length: 40 }, () => testConnection(ann));
  passing(many, 14, at);
  expect(many.every(({ over }) => over.length > 0)).toBe(true);
  const next = testConnection(ann);
  expect(countEvent(next, at)).toBe(false);
  expect(next.over).toEqual(["dropped"]);
  expect(countEvent(testConnection(ann), at + 4_000)).toBe(true);
});
