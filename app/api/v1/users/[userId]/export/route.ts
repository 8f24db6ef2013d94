import { exportAccount } from "@/lib/core/accounts/personal-data/export-account";
import { route } from "@/lib/core/http/route";

export const GET = route({ verb: exportAccount });
