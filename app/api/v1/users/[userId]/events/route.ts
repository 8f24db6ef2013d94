import { reportEvent } from "@/lib/core/activity/report-event";
import { route } from "@/lib/core/http/route";

export const POST = route({ verb: reportEvent, status: 202 });
