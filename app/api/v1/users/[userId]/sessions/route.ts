import { route } from "@/lib/core/http/route";
import { endOtherSessions } from "@/lib/core/sessions/end-other-sessions";
import { listSessions } from "@/lib/core/sessions/list-sessions";

export const GET = route({ verb: listSessions });
export const DELETE = route({ verb: endOtherSessions });
