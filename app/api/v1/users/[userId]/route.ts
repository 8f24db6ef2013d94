import { getAccount } from "@/lib/core/accounts/get-account";
import { route } from "@/lib/core/http/route";

export const GET = route({ verb: getAccount });
