import { route } from "@/lib/core/http/route";
import { markRead } from "@/lib/features/rooms";

export const POST = route({ verb: markRead });
