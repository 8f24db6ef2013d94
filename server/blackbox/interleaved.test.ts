import { expect, test } from "vitest";
import { db } from "@/lib/kit/db";
import { testDatabase } from "@/lib/kit/testing/database";
import { newId } from "@/lib/shared/ids";
import type { TestMember } from "@/server/testing/client";
import { newRoom, say } from "@/server/testing/rooms";
import { storedMember } from "@/server/testing/stored-member";
import { testServer } from "@/server/testing/test-server";

const database = testDatabase();
const secret = "the key that the cookies of this test are made with";
const server = testServer(() => ({ DATABASE_URL: database.url, SECRET_KEY: secret }));

const MEMBERS = 50;
const REQUESTS = 10_000;

type Owned = { member: TestMember; marks: string[]; roomId: string; timeZone: string };

const zones = Intl.supportedValuesOf("timeZone").slice(0, MEMBERS);

/** A member with something of their own behind every door that is asked below. */
async function furnish(index: number): Promise<Owned> {
  const member = await storedMember({ url: server().url, secret }, `person${index}`);
  const timeZone = zones[index] ?? "UTC";
  const notification = { id: newId(), userId: member.id, seq: 1, type: "account", body: "" };
  await db().notification.create({ data: { ...notification, title: `For ${member.username} alone` } });
  await db().user.update({ where: { id: member.id }, data: { notificationSeq: 1 } });
  await member.send("PUT", "/api/v1/users/me/settings", { json: { timeZone } });
  const roomId = await newRoom(member);
  await db().room.update({ where: { id: roomId }, data: { kind: "private" } });
  await say(member, roomId, `The secret of ${member.username}`, "first");
  const marks = [member.id, member.username, member.sessionId, notification.id, roomId];
  return { member, marks, roomId, timeZone };
}

/** What a member asks; every answer holds something that only they may see, named by its second half. */
const QUESTIONS: ((owned: Owned) => [path: string, mark: string, change?: object])[] = [
  ({ member }) => ["users/me", member.sessionId],
  ({ member }) => [`users/${member.id}`, member.email],
  ({ timeZone }) => ["users/me/settings", timeZone],
  ({ timeZone }) => ["users/me/settings", timeZone, { theme: Math.random() < 0.5 ? "dark" : "light" }],
  ({ member }) => ["users/me/notifications", `For ${member.username} alone`],
  ({ member }) => ["users/me/sessions", member.sessionId],
  ({ roomId }) => ["rooms", roomId],
  ({ member, roomId }) => [`rooms/${roomId}/messages`, `The secret of ${member.username}`],
  ({ member, roomId }) => [`rooms/${roomId}/members`, member.id],
  ({ member }) => ["rate-limits/me", member.id],
];

test("ten thousand interleaved requests of fifty members never show another's data", async () => {
  const people: Owned[] = [];
  for (let index = 0; index < MEMBERS; index++) people.push(await furnish(index));
  let asked = 0;
  await Promise.all(
    people.map(async (owned) => {
      const foreign = people.flatMap((other) => (other === owned ? [] : [...other.marks, other.timeZone]));
      for (let n = 0; n < REQUESTS / MEMBERS; n++) {
        const question = QUESTIONS[Math.floor(Math.random() * QUESTIONS.length)];
        const [path, mark, json] = question?.(owned) ?? ["users/me", owned.member.id];
        const answer = await owned.member.send(json ? "PUT" : "GET", `/api/v1/${path}`, { json });
        expect(answer.status, `${path}: ${answer.text}`).toBe(200);
        expect(answer.text).toContain(mark);
        expect(foreign.filter((word) => answer.text.includes(word))).toEqual([]);
        asked++;
      }
    }),
  );
  expect(asked).toBe(REQUESTS);
});
