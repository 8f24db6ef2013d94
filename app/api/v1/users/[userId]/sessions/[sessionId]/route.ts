import { route } from "@/lib/core/http/route";
import { endSession } from "@/lib/core/sessions/end-session";

export const DELETE = route({ verb: endSession, status: 204 });
