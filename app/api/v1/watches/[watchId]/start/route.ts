import { route } from "@/lib/core/http/route";
import { startWatch } from "@/lib/features/watches";

export const POST = route({ verb: startWatch });
