import { route } from "@/lib/core/http/route";
import { declineInvitation } from "@/lib/features/rooms";

export const DELETE = route({ verb: declineInvitation, status: 204 });
