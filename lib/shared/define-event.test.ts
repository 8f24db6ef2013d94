import { expect, test } from "vitest";
import { z } from "zod";
import { admins, channelOf, defineChannel, defineEvent, everyone, member } from "./define-event";

const table = defineChannel("table", "tableId");

test("names a channel by the id that its target gives, and a single one by its kind", () => {
  expect(channelOf([table, member], { tableId: "t1" })).toBe("table:t1");
  expect(channelOf([table, member], { userId: "u1" })).toBe("member:u1");
  expect(channelOf([admins, everyone], "everyone")).toBe("everyone");
  // @ts-expect-error: no target of this kind
  expect(() => channelOf([table], { userId: "u1" })).toThrow("table");
});

test("declares an event that is told after a commit and kept from webhooks, unless it says otherwise", () => {
  const laid = defineEvent("table:laid", z.string(), { audience: [table] });
  expect(laid).toMatchObject({ name: "table:laid", audience: [table], transient: false, webhook: undefined });
  const options = { audience: [table], transient: true, webhook: "A table was laid." } as const;
  expect(defineEvent("table:seen", z.string(), options)).toMatchObject(options);
});
