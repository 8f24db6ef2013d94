import { beforeEach, expect, test, vi } from "vitest";
import { z } from "zod";
import { hearLive } from "@/lib/core/testing/live";
import { subscribe } from "@/lib/kit/bus";
import { testDatabase } from "@/lib/kit/testing/database";
import { autocommit } from "@/lib/kit/transact";
import { defineChannel, defineEvent, everyone, member } from "@/lib/shared/define-event";
import { LIVE, LIVE_HERE, publishEvent, publishTransient } from "./publish";

testDatabase();
const live = hearLive();

const table = defineChannel("table", "tableId");
const Laid = z.strictObject({ plates: z.number() });
const laid = defineEvent("table:laid", Laid, { audience: [table, member] });
const waved = defineEvent("table:waved", Laid, { audience: [everyone], transient: true });

const topics: string[] = [];
beforeEach(() => {
  topics.length = 0;
  const stops = [LIVE, LIVE_HERE].map((topic) => subscribe(topic, () => void topics.push(topic)));
  return () => stops.forEach((stop) => stop());
});

test("sends what is stored to those it names, once it is committed", async () => {
  await autocommit(async (_tx, afterCommit) => {
    afterCommit((committed) => publishEvent(committed, laid, { tableId: "t1" }, { plates: 2 }));
    afterCommit((committed) => publishEvent(committed, laid, { userId: "u1" }, { plates: 3 }, "here"));
    expect(topics).toEqual([]);
  });
  expect(live.on(laid, { tableId: "t1" })).toEqual([{ plates: 2 }]);
  expect(live.on(laid, { userId: "u1" })).toEqual([{ plates: 3 }]);
  expect(topics).toEqual([LIVE, LIVE_HERE]);
});

test("sends what tells of nothing stored at once", () => {
  publishTransient(waved, "everyone", { plates: 1 });
  expect(live.on(waved, "everyone")).toEqual([{ plates: 1 }]);
});

test("fails the tests of whoever sends what the event does not describe", () => {
  const rejected = vi.spyOn(Promise, "reject").mockReturnValue(new Promise(() => {}));
  publishTransient(waved, "everyone", JSON.parse(`{ "plates": "many" }`));
  expect(rejected).toHaveBeenCalledOnce();
  expect(String(rejected.mock.calls[0]?.[0])).toContain("table:waved does not fit");
  rejected.mockRestore();
});

/** What does not compile: nothing here runs. */
export function undeclared(): void {
  const plates = { plates: 1 };
  const looksDeclared = { name: "x", data: Laid, audience: [everyone], transient: true as const, webhook: undefined };
  // @ts-expect-error: was not made by defineEvent
  publishTransient(looksDeclared, "everyone", plates);
  // @ts-expect-error: a name is no event
  publishTransient("table:waved", "everyone", plates);
  // @ts-expect-error: tells of something stored, which takes a commit
  publishTransient(laid, { tableId: "t1" }, plates);
  // @ts-expect-error: nobody committed anything
  publishEvent({}, laid, { tableId: "t1" }, plates);
  // @ts-expect-error: is not for everyone
  void autocommit(async (_tx, after) => after((committed) => publishEvent(committed, laid, "everyone", plates)));
  // @ts-expect-error: other data
  publishTransient(waved, "everyone", { spoons: 1 });
}
