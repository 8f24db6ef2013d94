import { TOTP } from "otpauth";
import { expect, test } from "vitest";
import { signIn } from "@/lib/core/accounts/sign-in/sign-in";
import { listNotifications } from "@/lib/core/notifications";
import { anonymousAt, makeAccount, PASSWORD } from "@/lib/core/testing/accounts";
import { queuedMail } from "@/lib/core/testing/mail";
import { overtake } from "@/lib/core/testing/overtake";
import { refusalOf } from "@/lib/core/testing/refusal";
import { db } from "@/lib/kit/db";
import { overrideEnv } from "@/lib/kit/env";
import { testDatabase } from "@/lib/kit/testing/database";
import { beginTotp } from "./begin-totp";
import { confirmTotp } from "./confirm-totp";

overrideEnv({
  SECRET_KEY: "a secret key for tests, long enough to be one",
  RATE_LIMITS: "login=1000/1m,auth=1000/1m,register=1000/1m",
});
testDatabase();

type Account = Awaited<ReturnType<typeof makeAccount>>;

const begin = ({ ctx }: Account) => beginTotp(ctx, { userId: "me", password: PASSWORD });
const confirm = ({ ctx }: Account, code: string) => confirmTotp(ctx, { userId: "me", code });
/** A code of the app, so many half minutes from now. */
const codeOf = (secret: string, steps = 0) => new TOTP({ secret }).generate({ timestamp: Date.now() + steps * 30_000 });
const enter = ({ username }: Account, code: string) =>
  refusalOf(signIn(anonymousAt(), { username, password: PASSWORD, code }));

test("keeps the secret that was confirmed when another is begun at the same moment", async () => {
  const account = await makeAccount();
  const { secret } = await begin(account);
  const { totpSecret } = await db().user.findUniqueOrThrow({ where: { id: account.id } });
  const late = await overtake(
    account.id,
    () => refusalOf(begin(account)),
    (tx) => tx.user.update({ where: { id: account.id }, data: { totpEnabledAt: new Date() } }),
  );
  expect(late).toBe("conflict");
  expect(await db().user.findUniqueOrThrow({ where: { id: account.id } })).toMatchObject({ totpSecret });
  expect(await enter(account, codeOf(secret))).toBe("ok");
});

test("does not confirm with a code of a secret that was replaced at the same moment", async () => {
  const account = await makeAccount();
  const { secret } = await begin(account);
  const late = await overtake(
    account.id,
    () => refusalOf(confirm(account, codeOf(secret))),
    (tx) => tx.user.update({ where: { id: account.id }, data: { totpSecret: null } }),
  );
  expect(late).toBe("invalid_input");
});

test("lets one of two confirmations with neighbouring codes pass, and its recovery codes work", async () => {
  for (let round = 0; round < 5; round++) {
    const account = await makeAccount();
    const { secret } = await begin(account);
    const both = await Promise.allSettled([-1, 0].map((steps) => confirm(account, codeOf(secret, steps))));
    const passed = both.flatMap((one) => (one.status === "fulfilled" ? [one.value.recoveryCodes] : []));
    expect(passed).toHaveLength(1);
    expect(await enter(account, passed[0]?.[0] ?? "")).toBe("ok");
  }
});

test("tells the owner in the app and by mail of each recovery code that is used, and how many are left", async () => {
  const account = await makeAccount();
  const { secret } = await begin(account);
  const { recoveryCodes } = await confirm(account, codeOf(secret));
  expect(await enter(account, "abcde-fghjk")).toBe("invalid_credentials");
  for (const code of recoveryCodes) expect(await enter(account, code)).toBe("ok");
  const mails = (await queuedMail(account.email)).filter(({ subject }) => subject === "A recovery code was used");
  expect(mails).toHaveLength(10);
  expect(mails[0]?.text).toContain("9 are left");
  expect(mails[8]?.text).toContain("1 is left");
  expect(mails[9]?.text).toContain("None is left");
  const { items } = await listNotifications(account.ctx, { userId: "me" });
  expect(items[0]).toMatchObject({ type: "security", title: "A recovery code was used" });
});
