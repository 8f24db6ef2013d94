import { getUser } from "@/lib/core/admin/get-user";
import { updateUser } from "@/lib/core/admin/update-user";
import { route } from "@/lib/core/http/route";

export const GET = route({ verb: getUser });
export const PATCH = route({ verb: updateUser });
