import { TOTP } from "otpauth";
import { beforeAll, expect, test } from "vitest";
import { requestPasswordReset } from "@/lib/core/accounts/password/request-password-reset";
import { deleteAccount } from "@/lib/core/accounts/personal-data/delete-account";
import { exportAccount } from "@/lib/core/accounts/personal-data/export-account";
import { LIST_MAX, newestReader } from "@/lib/core/accounts/personal-data/newest";
import { beginTotp } from "@/lib/core/accounts/second-factor/begin-totp";
import { confirmTotp } from "@/lib/core/accounts/second-factor/confirm-totp";
import { flushActivity } from "@/lib/core/engine/activity/buffer";
import { installFeatures } from "@/lib/core/features/install";
import { addBrowser } from "@/lib/core/notifications";
import { anonymousAt, makeAccount, PASSWORD } from "@/lib/core/testing/accounts";
import { queuedMail } from "@/lib/core/testing/mail";
import { makeMember } from "@/lib/core/testing/members";
import { waiting } from "@/lib/core/testing/overtake";
import { refusalOf } from "@/lib/core/testing/refusal";
import { db } from "@/lib/kit/db";
import { overrideEnv } from "@/lib/kit/env";
import { testDatabase } from "@/lib/kit/testing/database";
import { type Tx, transact } from "@/lib/kit/transact";
import { newId } from "@/lib/shared/ids";
import { rooms } from "./feature";
import { openDirectRoom } from "./open-direct-room";
import { readPersonalData } from "./personal-data";
import { placeMessages } from "./send-store";
import { lockRoom } from "./store";
import { makeRoom, say } from "./testing/rooms";

overrideEnv({
  SECRET_KEY: "a secret key for tests, long enough to be one",
  RATE_LIMITS: "login=1000/1m,auth=1000/1m,register=1000/1m,settings=1000/1m,chat=1000/1m",
  FETCH_ALLOW: ["127.0.0.1"],
});
testDatabase();
beforeAll(() => installFeatures([rooms]));

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
  await addBrowser(ann.ctx, { userId: "me", endpoint: "https://127.0.0.1/1", keys: { auth, p256dh } });
  await requestPasswordReset(anonymousAt(), { email: ann.email });
  await queuedMail(ann.email);
  await flushActivity(true);
  const data = await exportAccount(ann.ctx, { userId: "me" });
  expect(data).toMatchObject({
    bounds: { perList: LIST_MAX, cutShort: [] },
    account: { id: ann.id, email: ann.email },
    sessions: [{ id: ann.ctx.actor.via.sessionId }],
    notifications: [{ title: "Your second factor was turned on" }],
    pushBrowsers: [{ endpoint: "https://127.0.0.1/1" }],
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
    SELECT gen_random_uuid(), ${roomId}::uuid, n, n, ${ann.id}::uuid, n::text, n::text, now() + (n + 2) / 3 * interval '1 second'
    FROM generate_series(1, 2500) AS n`;
  await db().$executeRaw`
    WITH made AS (
      INSERT INTO rooms (id, kind, name, name_key, topic)
      SELECT gen_random_uuid(), 'public', n::text, n::text, '' FROM generate_series(1, 1100) AS n
      RETURNING id
    )
    INSERT INTO room_members (room_id, user_id, role) SELECT id, ${ann.id}::uuid, 'owner' FROM made`;
  const { readNewest, cutShort } = newestReader();
  const { messages, memberships } = await readPersonalData(ann.id, readNewest);
  expect(new Set(messages.map(({ seq }) => seq)).size).toBe(2_500);
  expect([messages.length, messages[0]?.seq, messages.at(-1)?.seq]).toEqual([2_500, expect.any(Number), 2_500]);
  expect(new Set(memberships.map(({ room }) => room.id)).size).toBe(1_101);
  expect(cutShort).toEqual([]);
});

/** Deletes an account while `held` has done its first half; the second half follows once the deletion waits for it. */
async function deleteBeside(
  { ctx }: Awaited<ReturnType<typeof makeAccount>>,
  held: (tx: Tx) => Promise<() => unknown>,
) {
  const { going } = await transact(
    async (tx) => {
      const finish = await held(tx);
      const begun = refusalOf(deleteAccount(ctx, { userId: "me", password: PASSWORD }));
      await expect.poll(waiting).toBe(1);
      await finish();
      return { going: begun };
    },
    { timeout: 60_000 },
  );
  return going;
}

test.each(["user", "admin"] as const)(
  "a message sent while its author, %s, deletes the account is stored",
  async (role) => {
    const [ann, ben] = [await makeAccount(), await makeMember({ role: "admin" })];
    await db().user.update({ where: { id: ann.id }, data: { role } });
    const { id: roomId } = await makeRoom(ben, [ann.ctx.actor]);
    const draft = { id: newId(), roomId, clientId: newId(), body: "the last words", card: null, replyTo: null };
    const gone = deleteBeside(ann, async (tx) => {
      await lockRoom(tx, roomId);
      return async () => {
        const drafts = [{ ...draft, authorId: ann.id }];
        expect(await placeMessages(tx.query, drafts)).toHaveLength(1);
      };
    });
    expect(await gone).toBe("ok");
    expect(await db().message.findUnique({ where: { id: draft.id } })).toMatchObject({ authorId: null });
  },
);

test("an invitation to a room one made and left is stored beside the deletion of the account", async () => {
  const [ann, ben] = [await makeAccount(), await makeMember()];
  const { id: roomId } = await makeRoom(ben);
  await db().room.update({ where: { id: roomId }, data: { createdById: ann.id } });
  const gone = deleteBeside(ann, async (tx) => {
    await lockRoom(tx, roomId);
    return () => tx.roomInvitation.create({ data: { roomId, userId: ann.id, invitedById: ben.id } });
  });
  expect(await gone).toBe("ok");
  expect(await db().room.findUnique({ where: { id: roomId } })).toMatchObject({ createdById: null, memberCount: 1 });
});

test("an account that comes into a room while it is being deleted stays, with its seats", async () => {
  const [ann, ben] = [await makeAccount(), await makeMember()];
  const [old, fresh] = [await makeRoom(ben, [ann.ctx.actor]), await makeRoom(ben)];
  const gone = deleteBeside(ann, async (tx) => {
    await tx.roomMember.create({ data: { roomId: fresh.id, userId: ann.id } });
    return () => undefined;
  });
  expect(await gone).toBe("conflict");
  const seats = await db().roomMember.findMany({ where: { userId: ann.id }, orderBy: { roomId: "asc" } });
  expect(seats.map(({ roomId }) => roomId)).toEqual([old.id, fresh.id].toSorted());
});
