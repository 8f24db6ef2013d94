import { listAllActivity } from "@/lib/core/activity/list-all-activity";
import { route } from "@/lib/core/http/route";

export const GET = route({ verb: listAllActivity });
