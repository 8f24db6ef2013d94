import { route } from "@/lib/core/http/route";
import { listSessions } from "@/lib/core/sessions/list-sessions";

export const GET = route({ verb: listSessions });
