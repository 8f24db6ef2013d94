import { route } from "@/lib/core/http/route";
import { listRuns } from "@/lib/features/watches";

export const GET = route({ verb: listRuns });
