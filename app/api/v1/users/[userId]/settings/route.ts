import { route } from "@/lib/core/http/route";
import { changeSettings } from "@/lib/core/settings/change-settings";
import { getSettings } from "@/lib/core/settings/get-settings";

export const GET = route({ verb: getSettings });
export const PUT = route({ verb: changeSettings });
