import { route } from "@/lib/core/http/route";
import { removeMember } from "@/lib/features/rooms";

export const DELETE = route({ verb: removeMember, status: 204 });
