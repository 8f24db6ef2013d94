import { exportActivity } from "@/lib/core/activity/export-activity";
import { route } from "@/lib/core/http/route";

export const GET = route({ verb: exportActivity, file: true });
