import { route } from "@/lib/core/http/route";
import { markNotificationRead } from "@/lib/core/notifications";

export const POST = route({ verb: markNotificationRead });
