import { route } from "@/lib/core/http/route";
import { resetMember } from "@/lib/core/rate-limits/reset-member";

export const DELETE = route({ verb: resetMember, status: 204 });
