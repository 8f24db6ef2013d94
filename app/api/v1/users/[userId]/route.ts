import { getAccount } from "@/lib/core/accounts/get-account";
import { updateAccount } from "@/lib/core/accounts/update-account";
import { route } from "@/lib/core/http/route";

export const GET = route({ verb: getAccount });
export const PATCH = route({ verb: updateAccount });
