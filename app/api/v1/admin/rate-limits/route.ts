import { route } from "@/lib/core/http/route";
import { changeRateLimit } from "@/lib/core/rate-limits/change-rate-limit";
import { listRateLimits } from "@/lib/core/rate-limits/list-rate-limits";

export const GET = route({ verb: listRateLimits });
export const PUT = route({ verb: changeRateLimit });
