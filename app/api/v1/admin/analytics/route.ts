import { getAnalytics } from "@/lib/core/analytics/get-analytics";
import { route } from "@/lib/core/http/route";

export const GET = route({ verb: getAnalytics });
