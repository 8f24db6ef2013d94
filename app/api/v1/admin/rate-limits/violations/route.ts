import { route } from "@/lib/core/http/route";
import { listViolations } from "@/lib/core/rate-limits/list-violations";

export const GET = route({ verb: listViolations });
