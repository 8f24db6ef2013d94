import { getSystemStats } from "@/lib/core/admin/get-system-stats";
import { route } from "@/lib/core/http/route";

export const GET = route({ verb: getSystemStats });
