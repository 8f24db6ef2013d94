import { describe, expect, test } from "vitest";
import { db } from "@/lib/kit/db";
import { type Answer, newClient, newCredentials, newMember, PASSWORD, signIn } from "@/server/testing/client";
import { sharedServer } from "@/server/testing/shared-server";
import { MOUNTS } from "@/server/testing/test-server";

const ID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
const TIME = /\d{4}-\d\d-\d\dT[\d:.]+Z/g;

/** All that an answer says, in its own bytes, but for what differs from answer to answer and `own`, what the asker said. */
function saidBy({ status, headers, text }: Answer, ...own: string[]) {
  const plain = (given: string) =>
    own.reduce((left, word) => left.replaceAll(word, "…"), given.replaceAll(ID, "<id>").replaceAll(TIME, "<time>"));
  const kept = [...headers].filter(([name]) => !["date", "x-request-id", "set-cookie"].includes(name));
  const fields = kept.map(([name, value]) => [name, plain(value).replaceAll(/t=\d+/g, "t=…")]);
  const cookies = headers.getSetCookie().map((line) => line.replace(/=[^;]*/, "").replace(/expires=[^;]*/i, ""));
  return { status, text: plain(text), fields, cookies };
}

describe.each(MOUNTS)("answers that must not tell who has an account, API_MOUNT=%s", (mount) => {
  const server = sharedServer(mount);
  const anonymousAt = () => newClient(server().url);

  /** Members whose email is confirmed: one active, one deactivated. */
  async function owners() {
    const [active, away] = [await newMember(server().url, "owner"), await newMember(server().url, "owner")];
    for (const { id, email } of [active, away]) {
      await db().user.update({ where: { id }, data: { emailKey: email, claimedEmailKey: null } });
    }
    await db().user.update({ where: { id: away.id }, data: { deactivatedAt: new Date() } });
    return { active, away, missing: newCredentials("owner") };
  }

  test("sign-in, by name and by email", async () => {
    const { active, away, missing } = await owners();
    const attempts = [
      { ...active, password: "not the password" },
      { ...missing, password: "not the password" },
      { ...away, password: "not the password" },
      { ...away, password: PASSWORD },
    ];
    for (const by of ["username", "email"] as const) {
      const said = [];
      for (const account of attempts) {
        said.push(saidBy(await signIn(anonymousAt(), { username: account[by], password: account.password })));
      }
      expect(JSON.stringify(said[0])).toContain("code=invalid_credentials");
      for (const one of said) expect(one).toEqual(said[0]);
    }
  });

  test("a reset that is asked for", async () => {
    const { active, away, missing } = await owners();
    const said = [];
    for (const { email } of [active, missing, away]) {
      said.push(saidBy(await anonymousAt().post("/api/v1/auth/password-reset", { email })));
    }
    expect(said[0]).toMatchObject({ status: 202, text: "" });
    for (const one of said) expect(one).toEqual(said[0]);
  });

  test("registration, and whatever can be tried with the new account", async () => {
    const { active, away, missing } = await owners();
    const password = "a password that no owner of the email has";
    const said: ReturnType<typeof saidBy>[][] = [];
    for (const { email } of [missing, active, away]) {
      const account = { ...newCredentials("asker"), email, password };
      const client = anonymousAt();
      const words = [account.username, email];
      const say = (answer: Answer) => said.at(-1)?.push(saidBy(answer, ...words));
      said.push([]);
      const made = await client.post("/api/v1/auth/register", account);
      say(made);
      say(await anonymousAt().post("/api/v1/auth/register", account));
      say(await signIn(anonymousAt(), { username: email, password }));
      say(await signIn(client, account));
      for (const path of [String(made.body.id), "me", "me/settings", "me/notifications", "me/totp"]) {
        say(await client.get(`/api/v1/users/${path}`));
      }
      say(await client.post("/api/v1/users/me/email", { email, password }));
      say(await client.post("/api/v1/auth/password-reset", { email }));
    }
    const [free = []] = said;
    expect(free.map(({ status }) => status)).toEqual([201, 409, 302, 302, 200, 200, 200, 200, 200, 202, 202]);
    for (const one of said) expect(one).toEqual(free);
  });

  test("a change of email, to a free and to a taken one", async () => {
    const { active, away, missing } = await owners();
    const mover = await newMember(server().url, "mover");
    const said = [];
    for (const { email } of [missing, active, away]) {
      said.push(saidBy(await mover.post("/api/v1/users/me/email", { email, password: PASSWORD }), email));
    }
    expect(said[0]?.status).toBe(202);
    const steady = said.map(({ fields, ...rest }) => ({ ...rest, names: fields.map(([name]) => name) }));
    for (const one of steady) expect(one).toEqual(steady[0]);
  });
});
