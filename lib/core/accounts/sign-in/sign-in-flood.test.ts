import { expect, test } from "vitest";
import { anonymousAt, makeAccount, PASSWORD } from "@/lib/core/testing/accounts";
import { refusalOf } from "@/lib/core/testing/refusal";
import { env, overrideEnv } from "@/lib/kit/env";
import { testDatabase } from "@/lib/kit/testing/database";
import { signIn } from "./sign-in";

overrideEnv({
  SECRET_KEY: "a secret key for tests, long enough to be one",
  RATE_LIMITS: "login=1000/1m,auth=1000/1m,register=1000/1m",
});
testDatabase();

test("lets a device that was signed in with in at once, while a flood from everywhere tries the account", async () => {
  const { username } = await makeAccount();
  const ctx = anonymousAt();
  const { device } = await signIn(ctx, { username, password: PASSWORD });
  const { PASSWORD_ROUNDS } = env();
  overrideEnv({ PASSWORD_ROUNDS: 50_000 });
  try {
    let failed = 0;
    const flood = Array.from({ length: 90 }, () =>
      refusalOf(signIn(anonymousAt(), { username, password: "wrong" })).finally(() => failed++),
    );
    // All of them are at their passwords, or were sent away.
    await expect.poll(() => failed).toBeGreaterThan(20);
    const known = refusalOf(signIn(anonymousAt(), { username, password: PASSWORD, device }));
    expect(await known).toBe("ok");
    expect(failed).toBeLessThan(60);
    await Promise.all(flood);
  } finally {
    overrideEnv({ PASSWORD_ROUNDS });
  }
});
