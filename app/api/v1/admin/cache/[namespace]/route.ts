import { clearCache } from "@/lib/core/admin/clear-cache";
import { route } from "@/lib/core/http/route";

export const DELETE = route({ verb: clearCache, status: 204 });
