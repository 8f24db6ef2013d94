import { getMemberStats } from "@/lib/core/analytics/get-member-stats";
import { route } from "@/lib/core/http/route";

export const GET = route({ verb: getMemberStats });
