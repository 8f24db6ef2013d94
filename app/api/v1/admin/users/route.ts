import { listUsers } from "@/lib/core/admin/list-users";
import { route } from "@/lib/core/http/route";

export const GET = route({ verb: listUsers });
