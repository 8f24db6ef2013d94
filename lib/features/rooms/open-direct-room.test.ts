import { expect, test } from "vitest";
import { hearLive } from "@/lib/core/testing/live";
import { makeMember, makeMembers, memberCtx } from "@/lib/core/testing/members";
import { refusalOf } from "@/lib/core/testing/refusal";
import { db } from "@/lib/kit/db";
import { testDatabase } from "@/lib/kit/testing/database";
import { newId } from "@/lib/shared/ids";
import { roomChanged } from "./events";
import { openDirectRoom } from "./open-direct-room";

testDatabase();
const live = hearLive();

test("makes one room of twenty parallel opens from both sides", async () => {
  const [ann, bea] = await makeMembers(2);
  const opens = Array.from({ length: 20 }, (_, i) =>
    i % 2 === 0
      ? openDirectRoom(memberCtx(ann), { userId: bea.id })
      : openDirectRoom(memberCtx(bea), { username: ann.username }),
  );
  const rooms = await Promise.all(opens);
  expect(new Set(rooms.map((room) => room.id)).size).toBe(1);
  expect(await db().roomMember.count({ where: { userId: { in: [ann.id, bea.id] } } })).toBe(2);
  expect(rooms[0]).toMatchObject({ kind: "direct", memberCount: 2, myRole: "member", other: { id: bea.id } });
  for (const { id } of [ann, bea]) expect(live.on(roomChanged, { userId: id })).toHaveLength(1);
});

test("makes another room for another pair", async () => {
  const [ann, bea, cat] = await makeMembers(3);
  const one = await openDirectRoom(memberCtx(ann), { userId: bea.id });
  const two = await openDirectRoom(memberCtx(ann), { userId: cat.id });
  expect(one.id).not.toBe(two.id);
});

test("refuses oneself, nobody, and who has no account in use", async () => {
  const ann = await makeMember();
  const idle = await makeMember({ deactivated: true });
  const open = (who: object) => refusalOf(openDirectRoom(memberCtx(ann), who));
  expect(await open({ userId: ann.id })).toBe("invalid_input");
  expect(await open({})).toBe("invalid_input");
  expect(await open({ userId: newId() })).toBe("not_found");
  expect(await open({ userId: idle.id })).toBe("not_found");
  const byName = openDirectRoom(memberCtx(ann), { username: ann.username });
  await expect(byName).rejects.toMatchObject({ extras: { errors: [{ field: "username" }] } });
});
