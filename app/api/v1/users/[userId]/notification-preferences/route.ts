import { route } from "@/lib/core/http/route";
import { changePreferences, getPreferences } from "@/lib/core/notifications";

export const GET = route({ verb: getPreferences });
export const PUT = route({ verb: changePreferences });
