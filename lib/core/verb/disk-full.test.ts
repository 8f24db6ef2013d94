import { afterEach, expect, test } from "vitest";
import { z } from "zod";
import { anonymous, makeContext, systemContext } from "@/lib/core/context";
import { toRefusal } from "@/lib/core/http/problem";
import { makeMember, memberCtx } from "@/lib/core/testing/members";
import { refusalOf } from "@/lib/core/testing/refusal";
import { DISK_FULL } from "@/lib/kit/disk";
import { log } from "@/lib/kit/log";
import { forget, rememberAs } from "@/lib/kit/remember";
import { testDatabase } from "@/lib/kit/testing/database";
import { defineVerb } from "./verb";

testDatabase();
afterEach(() => forget("disk"));

const full = () => rememberAs("disk", { freeBytes: 1, totalBytes: 2, isFull: true, refuses: true });
const rule = {
  access: "anyone" as const,
  input: z.strictObject({}),
  output: z.undefined(),
  run: async () => undefined,
};
const write = defineVerb({ name: "tests.write", ...rule });
const read = defineVerb({ name: "tests.read", reads: true, ...rule });
const goOn = defineVerb({ name: "tests.goOn", evenWhenFull: true, ...rule });

test("refuses what is to be stored while the disk has its reserve only, but not reading, signing in, and what admins do", async () => {
  const [ann, boss] = [await makeMember(), await makeMember({ role: "admin" })];
  const everyone = [makeContext(anonymous), memberCtx(ann), memberCtx(boss), systemContext("test")];
  const outcomes = async (verb: typeof write) => Promise.all(everyone.map((ctx) => refusalOf(verb(ctx, {}))));
  expect(await outcomes(write)).toEqual(["ok", "ok", "ok", "ok"]);
  full();
  expect(await outcomes(write)).toEqual(["unavailable", "unavailable", "ok", "ok"]);
  expect(await outcomes(read)).toEqual(["ok", "ok", "ok", "ok"]);
  expect(await outcomes(goOn)).toEqual(["ok", "ok", "ok", "ok"]);
  await expect(write(memberCtx(ann), {})).rejects.toMatchObject({ message: DISK_FULL, extras: { retryAfter: 30 } });
});

test.each([
  ["a file that does not fit", { code: "ENOSPC" }, false],
  ["a table that does not fit", { code: "53100", severity: "ERROR" }, false],
  ["a database that is away as its disk is full", { code: "ECONNREFUSED" }, true],
])("says of %s that the disk is full", (_, fields, isFull) => {
  if (isFull) full();
  const refusal = toRefusal(Object.assign(new Error("inside"), fields), { log: log() }, "a test");
  expect(refusal).toMatchObject({ code: "unavailable", message: DISK_FULL });
});
