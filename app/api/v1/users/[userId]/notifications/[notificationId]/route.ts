import { route } from "@/lib/core/http/route";
import { deleteNotification } from "@/lib/core/notifications";

export const DELETE = route({ verb: deleteNotification, status: 204 });
