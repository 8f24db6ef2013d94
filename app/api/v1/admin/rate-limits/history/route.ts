import { route } from "@/lib/core/http/route";
import { listRateLimitChanges } from "@/lib/core/rate-limits/list-rate-limit-changes";

export const GET = route({ verb: listRateLimitChanges });
