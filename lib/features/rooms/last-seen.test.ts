import { afterAll, beforeAll, expect, test } from "vitest";
import type { Member } from "@/lib/core/context";
import { noteConnections, startPresence } from "@/lib/core/realtime/presence";
import { changeSettings } from "@/lib/core/settings/change-settings";
import { makeMembers, memberCtx } from "@/lib/core/testing/members";
import { refusalOf } from "@/lib/core/testing/refusal";
import { db } from "@/lib/kit/db";
import { testDatabase } from "@/lib/kit/testing/database";
import { listMembers } from "./list-members";
import { makeRoom } from "./testing/rooms";

testDatabase();

let stop = () => {};
beforeAll(() => {
  stop = startPresence();
});
afterAll(() => stop());

const SEEN = "2026-01-01T08:00:00.000Z";
const seenAt = ({ id }: Member) => db().user.update({ where: { id }, data: { lastSeenAt: SEEN } });
const show = (member: Member, showPresence: boolean) =>
  changeSettings(memberCtx(member), { userId: "me", showPresence });

/** What `reader` is told of when `member` was here. */
async function seenOf(member: Member, reader: Member, roomId: string) {
  const { items } = await listMembers(memberCtx(reader), { roomId });
  const found = items.find(({ user }) => user.id === member.id);
  return found && { online: found.online, lastSeenAt: found.lastSeenAt };
}

test.each(["public", "private"] as const)(
  "tells members of a %s room who is here and when others were",
  async (kind) => {
    const [ann, bea, eve] = await makeMembers(3);
    const { id: roomId } = await makeRoom(ann, [bea], kind);
    expect(await seenOf(bea, ann, roomId)).toEqual({ online: false, lastSeenAt: null });
    await seenAt(bea);
    expect(await seenOf(bea, ann, roomId)).toEqual({ online: false, lastSeenAt: SEEN });
    noteConnections(bea.id, 1);
    expect(await seenOf(bea, ann, roomId)).toEqual({ online: true, lastSeenAt: SEEN });
    noteConnections(bea.id, 0);
    expect(await refusalOf(listMembers(memberCtx(eve), { roomId }))).toBe(
      kind === "public" ? "forbidden" : "not_found",
    );
  },
);

test("tells nobody of a member who does not want it known, at once", async () => {
  const [ann, bea] = await makeMembers(2);
  const { id: roomId } = await makeRoom(ann, [bea]);
  await seenAt(bea);
  noteConnections(bea.id, 1);
  await show(bea, false);
  // Before the instance has heard of the choice, too.
  expect(await seenOf(bea, ann, roomId)).toEqual({ online: false, lastSeenAt: null });
  await show(bea, true);
  expect(await seenOf(bea, ann, roomId)).toEqual({ online: true, lastSeenAt: SEEN });
  noteConnections(bea.id, 0);
});
