import { beforeAll, expect, test } from "vitest";
import { countUnread, listNotifications, syncNotifications } from "@/lib/core/notifications";
import { makeMembers, memberCtx } from "@/lib/core/testing/members";
import { preparedLike, scansOf } from "@/lib/core/testing/plans";
import { overrideEnv } from "@/lib/kit/env";
import { testDatabase } from "@/lib/kit/testing/database";
import { addMember, createRoom, editMessage, listMessages, listRooms, markRead } from "./index";
import { syncRooms } from "./sync-rooms";
import { say, withoutChatLimit } from "./testing/rooms";

testDatabase();
withoutChatLimit();
beforeAll(() => void overrideEnv({ DATABASE_POOL_SIZE: 1 }));

/** How each hot statement reaches the rows that are many: the index and the columns that bound it. */
const WAYS: Record<string, string[]> = {
  "rooms.place": [
    "room_members_user_id_room_id_idx ((user_id = t.author_id) AND (room_id = t.room_id))",
    "messages_room_id_author_id_client_id_key ((room_id = t.room_id) AND (author_id = t.author_id) AND (client_id = t.client_id))",
    "messages_room_id_seq_key ((room_id = t.room_id) AND (seq >= t.reply_to))",
    "rooms_pkey (id = ANY ((InitPlan 6).col1))",
    "rooms_pkey (id = locked.id)",
    "room_members_user_id_room_id_idx ((user_id = own.author_id) AND (room_id = own.room_id))",
  ],
  "rooms.enter": ["rooms_pkey (id = $1)", "room_invitations_pkey ((room_id = room_1.id) AND (user_id = $2))"],
  "rooms.mentioned": ["users_username_key_key ((username_key)::text = ANY ($2))"],
  "rooms.change": ["messages_pkey (id = $2)"],
  "rooms.standing": ["room_members_user_id_room_id_idx ((user_id = $2) AND (room_id = $1))"],
  "rooms.history": [
    "messages_room_id_seq_key ((room_id = $1) AND (seq < $3))",
    "messages_room_id_seq_key ((room_id = $1) AND (seq >= $3))",
  ],
  "rooms.since": ["messages_room_id_rev_key ((room_id = asked_1.id) AND (rev > asked_1.after))"],
  "rooms.read": ["messages_room_id_seq_key ((room_id = seat.room_id) AND (seq > seat.read_seq))"],
  "rooms.joined": [
    "room_members_user_id_room_id_idx (user_id = $1)",
    "messages_room_id_seq_key ((room_id = rooms.id) AND (seq > me.read_seq))",
  ],
  "rooms.public": [
    "rooms_kind_created_at_id_idx ((kind = 'public'::room_kind) AND (ROW(created_at, id) < ROW($3, $4)))",
  ],
  "rooms.view": ["messages_room_id_seq_key ((room_id = rooms.id) AND (seq > me.read_seq))"],
  "notifications.insert": ["users_pkey (id = ANY ((InitPlan 3).col1))", "users_pkey (id = wanted_1.user_id)"],
  "notifications.list": [
    "notifications_user_id_read_seq_key ((user_id = $1) AND (read = false) AND (seq < $2))",
    "notifications_user_id_read_seq_key ((user_id = $1) AND (read = true) AND (seq < $3))",
  ],
  "notifications.count": ["notifications_user_id_read_seq_key ((user_id = $1) AND (read = false))"],
  "notifications.since": [
    "notifications_user_id_read_seq_key ((user_id = $1) AND (read = false) AND (seq > $2))",
    "notifications_user_id_read_seq_key ((user_id = $1) AND (read = true) AND (seq > $2))",
  ],
};

/** Every hot statement once, so that the one connection has them all prepared. */
async function useAll(): Promise<void> {
  const [ann, bea] = await makeMembers(2);
  const [a, b] = [memberCtx(ann), memberCtx(bea)];
  const { id: roomId } = await createRoom(a, { name: "Kitchen" });
  await addMember(b, { roomId });
  const { id: messageId } = await say(ann, roomId, `@${bea.username}`);
  await editMessage(a, { roomId, messageId, body: "edited" });
  await listMessages(b, { roomId });
  await syncRooms(b, { rooms: { [roomId]: 0 } });
  await markRead(b, { roomId, seq: 1 });
  for (const scope of ["joined", "discover"] as const) await listRooms(b, { scope });
  await listNotifications(b, { userId: "me" });
  await countUnread(b, { userId: "me" });
  await syncNotifications(b, { after: 0 });
}

test("reaches rows by the right index even while PostgreSQL knows nothing of the tables", async () => {
  await useAll();
  const rows = await preparedLike("rooms.", "notifications.");
  for (const { name, statement } of rows) {
    const scans = await scansOf(statement);
    expect({ name, scans }).toEqual({ name, scans: expect.arrayContaining(WAYS[name] ?? []) });
    expect(scans.filter((scan) => scan.endsWith("without bound"))).toEqual([]);
  }
  expect(rows.map((row) => row.name)).toEqual(expect.arrayContaining(Object.keys(WAYS)));
});
