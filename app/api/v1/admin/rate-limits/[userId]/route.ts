import { resetMember } from "@/lib/core/admin/reset-member";
import { route } from "@/lib/core/http/route";

export const DELETE = route({ verb: resetMember, status: 204 });
