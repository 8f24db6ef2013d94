import { exportAudit } from "@/lib/core/audit/export-audit";
import { route } from "@/lib/core/http/route";

export const GET = route({ verb: exportAudit, file: true });
