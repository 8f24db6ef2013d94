import { route } from "@/lib/core/http/route";
import { changePolicy } from "@/lib/core/rate-limits/change-policy";
import { listPolicies } from "@/lib/core/rate-limits/list-policies";

export const GET = route({ verb: listPolicies });
export const PUT = route({ verb: changePolicy });
