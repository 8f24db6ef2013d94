import { exportAccount } from "@/lib/core/accounts/export-account";
import { route } from "@/lib/core/http/route";

export const GET = route({ verb: exportAccount });
