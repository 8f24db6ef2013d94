import { route } from "@/lib/core/http/route";
import { removeOverride } from "@/lib/core/rate-limits/set-override";

export const DELETE = route({ verb: removeOverride, status: 204 });
