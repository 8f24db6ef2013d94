import { defineVerb } from "@/lib/core/verb/verb";
import { seatOf } from "./permissions";
import { listReaderRows } from "./reader-store";
import { ReaderList, RoomInput } from "./schemas";

/**
 * How far the others in a small room have read, of those who let it be seen. A room of more than 20 members answers nobody.
 * Errors: not_found, forbidden.
 */
export const listReaders = defineVerb({
  name: "rooms.listReaders",
  access: "member",
  reads: true,
  input: RoomInput,
  output: ReaderList,
  async run(ctx, { roomId }) {
    await seatOf(ctx, roomId);
    return { items: await listReaderRows(roomId, ctx.actor.id) };
  },
});
