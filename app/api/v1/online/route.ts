import { route } from "@/lib/core/http/route";
import { listOnline } from "@/lib/core/realtime/list-online";

export const GET = route({ verb: listOnline });
