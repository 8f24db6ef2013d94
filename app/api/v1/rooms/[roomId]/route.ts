import { route } from "@/lib/core/http/route";
import { getRoom, updateRoom } from "@/lib/features/rooms";

export const GET = route({ verb: getRoom });
export const PATCH = route({ verb: updateRoom });
