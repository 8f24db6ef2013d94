import { getHealth } from "@/lib/core/health/health";
import { route } from "@/lib/core/http/route";

export const GET = route({ verb: getHealth, unlimited: true });
