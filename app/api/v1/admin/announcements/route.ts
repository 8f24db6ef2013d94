import { route } from "@/lib/core/http/route";
import { createAnnouncement, listAnnouncements } from "@/lib/core/notifications";

export const GET = route({ verb: listAnnouncements });
export const POST = route({ verb: createAnnouncement, status: 201 });
