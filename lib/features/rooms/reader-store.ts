import { hotQuery } from "@/lib/kit/db";
import { READERS_MAX } from "./schemas";

type Reader = { userId: string; readSeq: number };

/** Members of `room` who let others see how far they have read; nobody in a large room. */
const READERS = `
  SELECT seat.user_id AS "userId", seat.read_seq AS "readSeq"
  FROM rooms r JOIN room_members seat ON seat.room_id = r.id
  JOIN users u ON u.id = seat.user_id LEFT JOIN settings s ON s.user_id = seat.user_id
  WHERE r.id = $1::uuid AND r.member_count <= ${READERS_MAX} AND seat.user_id <> $2::uuid
    AND u.deactivated_at IS NULL AND coalesce((s.features -> 'rooms' ->> 'showReadState')::boolean, true)
  ORDER BY seat.read_seq DESC, seat.user_id`;

/** How far the others have read, furthest first. */
export const listReaderRows = (roomId: string, viewerId: string): Promise<Reader[]> =>
  hotQuery<Reader>("rooms.readers", READERS, [roomId, viewerId]);

const POSITIONS = `
  SELECT r.id AS "roomId", seat.read_seq AS "readSeq" FROM room_members seat JOIN rooms r ON r.id = seat.room_id
  WHERE seat.user_id = $1::uuid AND r.member_count BETWEEN 2 AND ${READERS_MAX} ORDER BY r.id LIMIT 1000`;

/** Where a member has read to in their small rooms. */
export const listPositions = (userId: string): Promise<{ roomId: string; readSeq: number }[]> =>
  hotQuery<{ roomId: string; readSeq: number }>("rooms.positions", POSITIONS, [userId]);
