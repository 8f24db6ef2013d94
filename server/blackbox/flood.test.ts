import { expect, test } from "vitest";
import { testDatabase } from "@/lib/kit/testing/database";
import { newClient, signIn } from "@/server/testing/client";
import { openLive } from "@/server/testing/live-client";
import { codeOfSignIn } from "@/server/testing/problems";
import { REAL_PASSWORDS } from "@/server/testing/run-server";
import { storedMember } from "@/server/testing/stored-member";
import { testServer } from "@/server/testing/test-server";

const database = testDatabase();
const secret = "the key that the cookies of this test are made with";
const server = testServer(() => ({ DATABASE_URL: database.url, SECRET_KEY: secret, ...REAL_PASSWORDS }));

const FLOOD = 200;
const ASKED = 60;

test("two hundred bad sign-ins at once leave what others do usable", async () => {
  const ann = await storedMember({ url: server().url, secret }, "ann");
  const line = await openLive("/ws", ann);
  const outcomes: (string | undefined)[] = [];
  const flood = Array.from({ length: FLOOD }, async (_, n) => {
    const answer = await signIn(newClient(server().url), { username: `nobody-${n}`, password: "not the password" });
    outcomes.push(codeOfSignIn(answer));
  });
  await expect.poll(() => outcomes.length).toBeGreaterThan(0);
  // Passwords are hashed one by one while others ask. Were each answer to wait for one, as many would be hashed as asked.
  const hashed = () => outcomes.filter((outcome) => outcome === "invalid_credentials").length;
  const before = hashed();
  for (let n = 0; n < ASKED; n++) {
    expect((await ann.get(n % 2 ? "/api/v1/users/me" : "/api/v1/users/me/notifications")).status).toBe(200);
    if (n % 10 === 0) await line.send("ping", { timestamp: n });
  }
  expect(hashed() - before).toBeLessThan(ASKED / 2);
  expect(outcomes.length).toBeLessThan(FLOOD);
  await Promise.all(flood);
  expect(new Set(outcomes)).toEqual(new Set(["invalid_credentials", "unavailable"]));
  line.close();
});
