import { route } from "@/lib/core/http/route";
import { removeBrowser } from "@/lib/core/notifications";

export const DELETE = route({ verb: removeBrowser, status: 204 });
