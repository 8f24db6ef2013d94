import { clearCache } from "@/lib/core/admin/clear-cache";
import { getCache } from "@/lib/core/admin/get-cache";
import { route } from "@/lib/core/http/route";

export const GET = route({ verb: getCache });
export const DELETE = route({ verb: clearCache, status: 204 });
