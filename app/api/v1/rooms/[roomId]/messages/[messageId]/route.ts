import { route } from "@/lib/core/http/route";
import { deleteMessage, editMessage } from "@/lib/features/rooms";

export const PATCH = route({ verb: editMessage });
export const DELETE = route({ verb: deleteMessage });
