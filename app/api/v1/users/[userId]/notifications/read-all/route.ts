import { route } from "@/lib/core/http/route";
import { markAllRead } from "@/lib/core/notifications";

export const POST = route({ verb: markAllRead });
