import { expect, test } from "vitest";
import { beginTotp } from "@/lib/core/accounts/second-factor/begin-totp";
import { resetMember } from "@/lib/core/admin/reset-member";
import { makeContext, systemContext } from "@/lib/core/context";
import { freshIp, makeAccount, PASSWORD } from "@/lib/core/testing/accounts";
import { refusalOf } from "@/lib/core/testing/refusal";
import { testDatabase } from "@/lib/kit/testing/database";

testDatabase();

test("asks a member for the password five times, from however many IPs, until an admin resets it", async () => {
  const { ctx } = await makeAccount();
  const confirm = (password: string) =>
    refusalOf(beginTotp(makeContext(ctx.actor, { ip: freshIp() }), { userId: "me", password }));
  const outcomes = await Promise.all(Array.from({ length: 12 }, () => confirm("wrong")));
  expect(outcomes.filter((outcome) => outcome === "invalid_input")).toHaveLength(5);
  expect(await confirm(PASSWORD)).toBe("rate_limited");
  await resetMember(systemContext("test"), { userId: ctx.actor.id });
  expect(await confirm(PASSWORD)).toBe("ok");
});
