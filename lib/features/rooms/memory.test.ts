import { TOTP } from "otpauth";
import { beforeAll, expect, test } from "vitest";
import { beginTotp } from "@/lib/core/accounts/begin-totp";
import { confirmTotp } from "@/lib/core/accounts/confirm-totp";
import { exportAccount } from "@/lib/core/accounts/export-account";
import { offerMemory } from "@/lib/core/accounts/memory";
import { LIST_MAX, newestReader } from "@/lib/core/accounts/newest";
import { requestPasswordReset } from "@/lib/core/accounts/request-password-reset";
import { flushActivity } from "@/lib/core/activity/buffer";
import { addBrowser } from "@/lib/core/notifications";
import { makeAccount, PASSWORD, stranger } from "@/lib/core/testing/accounts";
import { queuedMail } from "@/lib/core/testing/mail";
import { makeMember } from "@/lib/core/testing/members";
import { refusalOf } from "@/lib/core/testing/refusal";
import { db } from "@/lib/kit/db";
import { overrideEnv } from "@/lib/kit/env";
import { testDatabase } from "@/lib/kit/testing/database";
import { rooms } from "./feature";
import { readMemory } from "./memory";
import { openDirectRoom } from "./open-direct-room";
import { makeRoom, say } from "./testing";

overrideEnv({
  SECRET_KEY: "a secret key for tests, long enough to be one",
  RATE_LIMITS: "login=1000/1m,auth=1000/1m,register=1000/1m,settings=1000/1m,chat=1000/1m",
  PUSH_ALLOW_PRIVATE: true,
});
testDatabase();
beforeAll(() => offerMemory([rooms]));

/** An account with a second factor. */
async function guarded() {
  const account = await makeAccount();
  const { secret } = await beginTotp(account.ctx, { userId: "me", password: PASSWORD });
  const code = new TOTP({ secret }).generate({ timestamp: Date.now() - 30_000 });
  const { recoveryCodes } = await confirmTotp(account.ctx, { userId: "me", code });
  return { ...account, secret, recoveryCodes };
}

test("an export holds what is one's own, and nothing secret nor of anybody else, with the second factor on", async () => {
  const [ann, ben] = [await guarded(), await makeAccount()];
  const { id: roomId } = await makeRoom(ann.ctx.actor, [ben.ctx.actor]);
  await say(ann.ctx.actor, roomId, "what ann wrote");
  await say(ben.ctx.actor, roomId, "what ben wrote");
  const direct = await openDirectRoom(ann.ctx, { username: ben.username });
  await say(ben.ctx.actor, direct.id, "what ben wrote to ann alone");
  const auth = Buffer.alloc(16, 7).toString("base64url");
  const p256dh = Buffer.alloc(65, 4).toString("base64url");
  await addBrowser(ann.ctx, { userId: "me", endpoint: "https://push.example.org/1", keys: { auth, p256dh } });
  await requestPasswordReset(stranger(), { email: ann.email });
  await queuedMail(ann.email);
  await flushActivity(true);
  const data = await exportAccount(ann.ctx, { userId: "me" });
  expect(data).toMatchObject({
    bounds: { perList: LIST_MAX, cutShort: [] },
    account: { id: ann.id, email: ann.email },
    sessions: [{ id: ann.ctx.actor.sessionId }],
    notifications: [{ title: "Your second factor was turned on" }],
    pushBrowsers: [{ endpoint: "https://push.example.org/1" }],
    rooms: { messages: [{ body: "what ann wrote" }] },
  });
  const text = JSON.stringify(data);
  const { passwordHash, totpSecret } = await db().user.findUniqueOrThrow({ where: { id: ann.id } });
  const hashes = [
    ...(await db().recoveryCode.findMany({ where: { userId: ann.id } })),
    ...(await db().oneTimeToken.findMany({ where: { userId: ann.id } })),
  ].map(({ hash }) => hash);
  const secrets = [passwordHash, totpSecret, ann.secret, auth, p256dh, ...hashes, ...ann.recoveryCodes];
  for (const secret of secrets) expect(text).not.toContain(secret);
  for (const foreign of ["what ben wrote", ben.id, ben.email, "passwordHash", "totp"]) {
    expect(text).not.toContain(foreign);
  }
  expect(await refusalOf(exportAccount(ann.ctx, { userId: ben.id }))).toBe("not_found");
});

test("reads every room and message of a member, however many pages they fill", async () => {
  const ann = await makeMember();
  const { id: roomId } = await makeRoom(ann);
  await db().$executeRaw`
    INSERT INTO messages (id, room_id, seq, rev, author_id, client_id, body, created_at)
    SELECT gen_random_uuid(), ${roomId}::uuid, n, n, ${ann.id}::uuid, n::text, n::text, now() + n / 3 * interval '1 second'
    FROM generate_series(1, 2500) AS n`;
  await db().$executeRaw`
    WITH made AS (
      INSERT INTO rooms (id, kind, name, name_key, topic)
      SELECT gen_random_uuid(), 'public', n::text, n::text, '' FROM generate_series(1, 1100) AS n
      RETURNING id
    )
    INSERT INTO room_members (room_id, user_id, role) SELECT id, ${ann.id}::uuid, 'owner' FROM made`;
  const { readNewest, cutShort } = newestReader();
  const { messages, memberships } = await readMemory(ann.id, readNewest);
  expect(new Set(messages.map(({ seq }) => seq)).size).toBe(2_500);
  expect([messages.length, messages[0]?.seq, messages.at(-1)?.seq]).toEqual([2_500, expect.any(Number), 2_500]);
  expect(new Set(memberships.map(({ room }) => room.id)).size).toBe(1_101);
  expect(cutShort).toEqual([]);
});
