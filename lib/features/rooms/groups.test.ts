import { beforeAll, expect, test } from "vitest";
import { installFeatures } from "@/lib/core/features/install";
import { groupOf, membersOfGroup, requireMayStart } from "@/lib/core/groups/groups";
import { makeMember, makeMembers, memberCtx } from "@/lib/core/testing/members";
import { refusalOf } from "@/lib/core/testing/refusal";
import { db } from "@/lib/kit/db";
import { testDatabase } from "@/lib/kit/testing/database";
import { newId } from "@/lib/shared/ids";
import { rooms } from "./feature";
import { roomGroups } from "./groups";
import { inviteMember } from "./invite-member";
import { openDirectRoom } from "./open-direct-room";
import { makeRoom } from "./testing/rooms";

testDatabase();
beforeAll(() => installFeatures([rooms]));

const inRoom = (id: string) => ({ kind: "room", id });

test("a room is a group of those in it, by its name or by the other member", async () => {
  const [ann, bea] = [await makeMember(), await makeMember({ displayName: "Bea B." })];
  const { id } = await makeRoom(ann, [bea]);
  const url = `/rooms/${id}`;
  expect(await groupOf(memberCtx(bea), inRoom(id))).toEqual({ kind: "room", id, label: "Kitchen", url });
  const direct = await openDirectRoom(memberCtx(ann), { userId: bea.id });
  expect(await groupOf(memberCtx(ann), inRoom(direct.id))).toMatchObject({ label: "Bea B." });
});

test("everyone who may write in a room may start something there, and nobody else", async () => {
  const [ann, bea, cat] = await makeMembers(3);
  const [open, secret] = [await makeRoom(ann, [bea]), await makeRoom(ann, [], "private")];
  await inviteMember(memberCtx(ann), { roomId: secret.id, userId: cat.id });
  for (const member of [ann, bea])
    expect(await refusalOf(requireMayStart(memberCtx(member), inRoom(open.id)))).toBe("ok");
  for (const id of [open.id, secret.id, newId()]) {
    expect(await refusalOf(requireMayStart(memberCtx(cat), inRoom(id)))).toBe("not_found");
  }
});

test("names its members page by page, without accounts that are out of use", async () => {
  const members = await makeMembers(4);
  const [ann, ...others] = members;
  const { id } = await makeRoom(ann, others);
  const out = others[0].id;
  await db().user.update({ where: { id: out }, data: { deactivatedAt: new Date() } });
  const ids = members
    .map((member) => member.id)
    .filter((one) => one !== out)
    .toSorted();
  expect(await roomGroups.memberIds(id, 2)).toEqual(ids.slice(0, 2));
  expect(await roomGroups.memberIds(id, 2, ids[1])).toEqual(ids.slice(2));
  const pages: string[][] = [];
  for await (const page of membersOfGroup(inRoom(id))) pages.push(page);
  expect(pages).toEqual([ids]);
});
