import { hotQuery } from "@/lib/kit/db";

/** Where a member stands towards a room. `role` is null for who is not in it. */
export type Standing = {
  roomId: string;
  kind: "public" | "private" | "direct";
  name: string;
  lastSeq: number;
  role: "owner" | "member" | null;
  readSeq: number;
  invited: boolean;
};

const STANDING = `
  SELECT r.id AS "roomId", r.kind::text AS kind, r.name, r.last_seq AS "lastSeq", m.role::text AS role,
    coalesce(m.read_seq, 0) AS "readSeq",
    EXISTS (SELECT 1 FROM room_invitations i WHERE i.room_id = r.id AND i.user_id = $2::uuid) AS invited
  FROM rooms r LEFT JOIN room_members m ON m.room_id = r.id AND m.user_id = $2::uuid
  WHERE r.id = $1::uuid`;

/** Where `userId` stands towards the room; undefined when there is no such room. */
export async function findStanding(roomId: string, userId: string): Promise<Standing | undefined> {
  const rows = await hotQuery<Standing>("rooms.standing", STANDING, [roomId, userId]);
  return rows[0];
}
