import { listAudit } from "@/lib/core/audit/list-audit";
import { route } from "@/lib/core/http/route";

export const GET = route({ verb: listAudit });
