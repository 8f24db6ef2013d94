import { route } from "@/lib/core/http/route";
import { listInvitations } from "@/lib/features/rooms";

export const GET = route({ verb: listInvitations });
