import { route } from "@/lib/core/http/route";
import { listNotifications } from "@/lib/core/notifications";

export const GET = route({ verb: listNotifications });
