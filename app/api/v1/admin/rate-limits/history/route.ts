import { route } from "@/lib/core/http/route";
import { listPolicyChanges } from "@/lib/core/rate-limits/list-policy-changes";

export const GET = route({ verb: listPolicyChanges });
