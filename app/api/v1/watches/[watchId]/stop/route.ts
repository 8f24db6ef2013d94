import { route } from "@/lib/core/http/route";
import { stopWatch } from "@/lib/features/watches";

export const POST = route({ verb: stopWatch });
