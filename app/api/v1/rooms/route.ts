import { route } from "@/lib/core/http/route";
import { createRoom, listRooms } from "@/lib/features/rooms";

export const GET = route({ verb: listRooms });
export const POST = route({ verb: createRoom, status: 201 });
