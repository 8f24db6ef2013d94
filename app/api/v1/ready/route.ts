import { getReadiness } from "@/lib/core/health/health";
import { route } from "@/lib/core/http/route";

export const GET = route({ verb: getReadiness, unlimited: true });
