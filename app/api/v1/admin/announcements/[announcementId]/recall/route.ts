import { route } from "@/lib/core/http/route";
import { recallAnnouncement } from "@/lib/core/notifications";

export const POST = route({ verb: recallAnnouncement });
