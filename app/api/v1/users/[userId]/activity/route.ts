import { listActivity } from "@/lib/core/activity/list-activity";
import { route } from "@/lib/core/http/route";

export const GET = route({ verb: listActivity });
