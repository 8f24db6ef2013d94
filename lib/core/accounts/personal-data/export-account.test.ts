import { TOTP } from "otpauth";
import { expect, test } from "vitest";
import { requestPasswordReset } from "@/lib/core/accounts/password/request-password-reset";
import { beginTotp } from "@/lib/core/accounts/second-factor/begin-totp";
import { confirmTotp } from "@/lib/core/accounts/second-factor/confirm-totp";
import { signIn } from "@/lib/core/accounts/sign-in/sign-in";
import type { Ctx, Member } from "@/lib/core/context";
import { anonymousAt, makeAccount, PASSWORD } from "@/lib/core/testing/accounts";
import { refusalOf } from "@/lib/core/testing/refusal";
import { db } from "@/lib/kit/db";
import { overrideEnv } from "@/lib/kit/env";
import { testDatabase } from "@/lib/kit/testing/database";
import { newId } from "@/lib/shared/ids";
import { deleteAccount } from "./delete-account";
import { exportAccount } from "./export-account";
import { LIST_MAX, newestReader } from "./newest";

overrideEnv({
  SECRET_KEY: "a secret key for tests, long enough to be one",
  RATE_LIMITS: "login=1000/1m,auth=1000/1m,register=1000/1m,settings=1000/1m",
});
testDatabase();

const exportOf = (ctx: Ctx<Member>) => exportAccount(ctx, { userId: "me" });

/** An account with a second factor. */
async function guarded() {
  const account = await makeAccount();
  const { secret } = await beginTotp(account.ctx, { userId: "me", password: PASSWORD });
  const code = new TOTP({ secret }).generate({ timestamp: Date.now() - 30_000 });
  const { recoveryCodes } = await confirmTotp(account.ctx, { userId: "me", code });
  return { ...account, secret, recoveryCodes };
}

test("is made five times an hour, whatever else the member does", async () => {
  const [ann, ben] = [await makeAccount(), await makeAccount()];
  for (let n = 0; n < 5; n++) expect(await refusalOf(exportOf(ann.ctx))).toBe("ok");
  await expect(exportOf(ann.ctx)).rejects.toMatchObject({ code: "rate_limited", extras: { rateLimit: "export" } });
  expect(await refusalOf(exportOf(ben.ctx))).toBe("ok");
});

test("holds the newest of a long list, oldest first, and says which it cut short", async () => {
  const { id: userId, ctx } = await makeAccount();
  await db().$executeRaw`
    INSERT INTO sessions (id, user_id, ip, user_agent, created_at, expires_at, ended_at)
    SELECT gen_random_uuid(), ${userId}::uuid, '192.0.2.1', n::text, now() - n * interval '1 minute', now(), now()
    FROM generate_series(1, 10500) AS n`;
  const { sessions, bounds } = await exportOf(ctx);
  const kept = sessions as { id: string; createdAt: Date }[];
  expect(kept).toHaveLength(LIST_MAX.rows);
  expect(kept.at(-1)?.id).toBe(ctx.actor.via.sessionId);
  expect(new Set(kept.map(({ id }) => id)).size).toBe(LIST_MAX.rows);
  const times = kept.map(({ createdAt }) => createdAt.getTime());
  expect(times).toEqual(times.toSorted((a, b) => a - b));
  expect(bounds).toMatchObject({ cutShort: ["sessions"] });
});

test("holds no more of a list than its characters allow", async () => {
  const { readNewest, cutShort } = newestReader();
  let read = 0;
  const endless = await readNewest("mails", async (take) => {
    read += take;
    return Array.from({ length: take }, () => "x".repeat(10_000));
  });
  expect(JSON.stringify(endless).length).toBeLessThan(LIST_MAX.characters + 10_000);
  expect(read).toBeLessThanOrEqual(1_000);
  expect(await readNewest("short", async () => [1, 2, 3])).toEqual([3, 2, 1]);
  expect(cutShort).toEqual(["mails"]);
});

test("an account with a second factor is deleted with all that belongs to it", async () => {
  const { id, username, email, ctx } = await guarded();
  await requestPasswordReset(anonymousAt(), { email });
  await deleteAccount(ctx, { userId: "me", password: PASSWORD });
  const left = { where: { userId: id } };
  expect([
    await db().user.count({ where: { id } }),
    await db().session.count(left),
    await db().recoveryCode.count(left),
    await db().oneTimeToken.count(left),
    await db().notification.count(left),
  ]).toEqual([0, 0, 0, 0, 0]);
  expect(await refusalOf(signIn(anonymousAt(), { username, password: PASSWORD, code: newId().slice(0, 6) }))).toBe(
    "invalid_credentials",
  );
});
