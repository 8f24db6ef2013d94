import { route } from "@/lib/core/http/route";
import { listOverrides } from "@/lib/core/rate-limits/list-overrides";
import { setOverride } from "@/lib/core/rate-limits/set-override";

export const GET = route({ verb: listOverrides });
export const PUT = route({ verb: setOverride, status: 204 });
