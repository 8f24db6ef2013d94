import { route } from "@/lib/core/http/route";
import { countUnread } from "@/lib/core/notifications";

export const GET = route({ verb: countUnread });
