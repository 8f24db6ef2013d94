import { route } from "@/lib/core/http/route";
import { getRateLimits } from "@/lib/core/rate-limits/get-rate-limits";

export const GET = route({ verb: getRateLimits });
